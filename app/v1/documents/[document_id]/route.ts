// /v1/documents/{document_id}
import { serve } from '@/lib/http/api/endpoint'
import { get } from '@/lib/http/endpoints/documents'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(get)
