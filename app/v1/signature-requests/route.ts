// /v1/signature-requests
import { serve } from '@/lib/http/api/endpoint'
import { create, list } from '@/lib/http/endpoints/signature-requests'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(create, list)
