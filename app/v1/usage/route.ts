// /v1/usage
import { serve } from '@/lib/http/api/endpoint'
import { getUsage } from '@/lib/http/endpoints/account'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getUsage)
