// The endpoints of documents (specs 003, section 05).

import { getDocument } from '../../operations/document/get-document'
import { uploadDocument } from '../../operations/document/upload-document'
import { endpoint } from '../endpoint'
import { asFile } from '../multipart'
import { Document, DocumentParams, presentDocument, UploadInput } from '../schemas/document'

export const upload = endpoint(uploadDocument, {
  operationId: 'uploadDocument', method: 'POST', path: '/documents', tag: 'Documents', summary: 'Upload a document',
  description: 'Takes a PDF of at most 50 MB as `multipart/form-data`, in a part named `file`. It is kept for 90 days.',
  problems: ['DOCUMENT_TOO_LARGE', 'DOCUMENT_NOT_PDF', 'DOCUMENT_ENCRYPTED', 'DOCUMENT_DAMAGED', 'DOCUMENT_LOCKED', 'DOCUMENT_XFA'],
  scope: 'documents:write', form: asFile, body: UploadInput, status: 201, view: Document, present: presentDocument,
  location: ({ id }) => `/v1/documents/${id}`,
})

export const get = endpoint(getDocument, {
  operationId: 'getDocument', method: 'GET', path: '/documents/{document_id}', tag: 'Documents', summary: 'Get a document',
  problems: ['NOT_FOUND'], scope: 'documents:read', params: DocumentParams, view: Document, present: presentDocument,
})
