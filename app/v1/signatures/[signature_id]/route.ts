// /v1/signatures/{signature_id}
import { serve } from '@/lib/http/api/endpoint'
import { get } from '@/lib/http/endpoints/direct-signatures'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(get)
