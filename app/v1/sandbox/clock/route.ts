// /v1/sandbox/clock
import { serve } from '@/lib/http/api/endpoint'
import { moveClock } from '@/lib/http/endpoints/sandbox'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(moveClock)
