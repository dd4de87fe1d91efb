// /v1/usage
import { serve } from '@/lib/http/endpoint'
import { getUsage } from '@/lib/http/endpoints/account'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getUsage)
