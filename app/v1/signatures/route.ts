// /v1/signatures
import { serve } from '@/lib/http/api/endpoint'
import { sign } from '@/lib/http/endpoints/direct-signatures'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(sign)
