// /v1/events/{event_id}
import { serve } from '@/lib/http/api/endpoint'
import { getEvent } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getEvent)
