// /v1/documents
import { serve } from '@/lib/http/api/endpoint'
import { upload } from '@/lib/http/endpoints/documents'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(upload)
