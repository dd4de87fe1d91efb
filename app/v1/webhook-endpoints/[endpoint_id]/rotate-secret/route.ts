// /v1/webhook-endpoints/{endpoint_id}/rotate-secret
import { serve } from '@/lib/http/api/endpoint'
import { rotateSecret } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(rotateSecret)
