// /v1/events
import { serve } from '@/lib/http/api/endpoint'
import { listEvents } from '@/lib/http/endpoints/webhooks'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(listEvents)
