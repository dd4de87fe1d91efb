// GET /v1/documents/{document_id}
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { Document, DocumentParams, presentDocument } from '@/lib/http/schemas/document'
import { getDocument } from '@/lib/operations/document/get-document'

export const GET = route(getDocument, { scope: 'documents:read', params: DocumentParams, view: Document, present: presentDocument })
export const { POST, PUT, PATCH, DELETE } = notAllowed('GET')
