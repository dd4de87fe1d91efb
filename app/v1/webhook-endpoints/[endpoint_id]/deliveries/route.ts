// /v1/webhook-endpoints/{endpoint_id}/deliveries
import { serve } from '@/lib/http/api/endpoint'
import { deliveries } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(deliveries)
