// GET /v1/files/{token}/{name}: the file behind a link that the API gave out; the link itself is the permission.
import { linkedFile } from '@/lib/http/api/linked-file'
import { notAllowed } from '@/lib/http/api/not-allowed'

export const GET = linkedFile
export const { POST, PUT, PATCH, DELETE, OPTIONS } = notAllowed('GET')
