// /v1/webhook-endpoints/{endpoint_id}/replay
import { serve } from '@/lib/http/api/endpoint'
import { replay } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(replay)
