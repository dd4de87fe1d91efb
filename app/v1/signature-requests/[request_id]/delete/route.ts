// /v1/signature-requests/{request_id}/delete
import { serve } from '@/lib/http/api/endpoint'
import { deleteForGood } from '@/lib/http/endpoints/signature-request-deletion'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(deleteForGood)
