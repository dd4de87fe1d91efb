// /v1/signature-requests/{request_id}/download
import { serve } from '@/lib/http/api/endpoint'
import { download } from '@/lib/http/endpoints/signature-requests'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(download)
