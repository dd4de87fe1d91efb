// /v1/webhook-endpoints/{endpoint_id}
import { serve } from '@/lib/http/api/endpoint'
import { get, remove, update } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(get, remove, update)
