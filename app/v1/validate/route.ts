// /v1/validate
import { serve } from '@/lib/http/api/endpoint'
import { validate } from '@/lib/http/endpoints/validation'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(validate)
