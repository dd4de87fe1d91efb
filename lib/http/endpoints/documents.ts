// The endpoints of documents.

import { getDocument } from '../../operations/documents/get-document'
import { uploadDocument } from '../../operations/documents/upload-document'
import { endpoint } from '../api/endpoint'
import { asFile } from '../input/uploaded-file'
import { Document, DocumentParams, presentDocument, UploadInput } from '../schemas/document'

export const upload = endpoint(uploadDocument, {
  operationId: 'uploadDocument',
  method: 'POST',
  path: '/documents',
  tag: 'Documents',
  summary: 'Upload a document',
  description:
    'Takes a PDF (recommended), DOCX, XLSX or XML file of at most 50 MB as `multipart/form-data`, in a part named `file`. It is kept for 90 days.\n\n' +
    'After 90 days its bytes are deleted, unless a request needs them: one that is open keeps its documents until it ends, and one that was completed ' +
    'keeps its signed documents and its evidence until it is deleted with `POST /v1/signature-requests/{request_id}/delete`.',
  problems: [
    'DOCUMENT_TOO_LARGE',
    'STORAGE_FULL',
    'DOCUMENT_FORMAT_UNSUPPORTED',
    'DOCUMENT_ENCRYPTED',
    'DOCUMENT_DAMAGED',
    'DOCUMENT_LOCKED',
    'DOCUMENT_XFA',
    'DOCUMENT_ACTIVE_CONTENT',
  ],
  scope: 'documents:write',
  form: asFile,
  body: UploadInput,
  status: 201,
  view: Document,
  present: presentDocument,
  location: ({ id }) => `/v1/documents/${id}`,
})

export const get = endpoint(getDocument, {
  operationId: 'getDocument',
  method: 'GET',
  path: '/documents/{document_id}',
  tag: 'Documents',
  summary: 'Get a document',
  description: 'While it is kept. `preview_urls` shows its pages.',
  problems: ['NOT_FOUND', 'DOCUMENT_GONE'],
  scope: 'documents:read',
  params: DocumentParams,
  view: Document,
  present: presentDocument,
})
