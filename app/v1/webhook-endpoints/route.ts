// /v1/webhook-endpoints
import { serve } from '@/lib/http/api/endpoint'
import { create, list } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(create, list)
