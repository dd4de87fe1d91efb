// POST /v1/documents
import { asFile } from '@/lib/http/multipart'
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { Document, presentDocument, UploadInput } from '@/lib/http/schemas/document'
import { uploadDocument } from '@/lib/operations/document/upload-document'

export const POST = route(uploadDocument, {
  scope: 'documents:write', form: asFile, body: UploadInput, status: 201, view: Document, present: presentDocument, location: ({ id }) => `/v1/documents/${id}`,
})
export const { GET, PUT, PATCH, DELETE } = notAllowed('POST')
