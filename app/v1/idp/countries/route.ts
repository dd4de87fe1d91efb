// /v1/idp/countries
import { serve } from '@/lib/http/api/endpoint'
import { listCountries } from '@/lib/http/endpoints/account'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(listCountries)
