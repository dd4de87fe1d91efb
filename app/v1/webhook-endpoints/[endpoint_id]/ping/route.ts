// /v1/webhook-endpoints/{endpoint_id}/ping
import { serve } from '@/lib/http/api/endpoint'
import { ping } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(ping)
