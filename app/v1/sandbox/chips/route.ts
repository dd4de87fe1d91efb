// /v1/sandbox/chips
import { serve } from '@/lib/http/api/endpoint'
import { makeChip } from '@/lib/http/endpoints/sandbox'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(makeChip)
