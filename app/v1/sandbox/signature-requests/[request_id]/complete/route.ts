// /v1/sandbox/signature-requests/{request_id}/complete
import { serve } from '@/lib/http/api/endpoint'
import { completeRequest } from '@/lib/http/endpoints/sandbox'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(completeRequest)
