// /v1/signature-requests/{request_id}
import { serve } from '@/lib/http/api/endpoint'
import { cancel, get } from '@/lib/http/endpoints/signature-requests'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(get, cancel)
