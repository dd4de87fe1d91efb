// /v1/signatures/{signature_id}/erase
import { serve } from '@/lib/http/api/endpoint'
import { erase } from '@/lib/http/endpoints/direct-signatures'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(erase)
