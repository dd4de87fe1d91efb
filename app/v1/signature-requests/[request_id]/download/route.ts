// GET /v1/signature-requests/{request_id}/download
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { DownloadQuery, RequestParams } from '@/lib/http/schemas/signature-request'
import { downloadSignedDocument } from '@/lib/operations/request/download-signed-document'

export const GET = route(downloadSignedDocument, { scope: 'requests:read', params: RequestParams, query: DownloadQuery, download: (file) => file })
export const { POST, PUT, PATCH, DELETE } = notAllowed('GET')
