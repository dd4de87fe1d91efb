// /v1/openapi.json
import { notAllowed } from '@/lib/http/api/not-allowed'
import { serveDescription } from '@/lib/http/openapi/serve'

export { serveDescription as GET }
export const { POST, PUT, PATCH, DELETE, OPTIONS } = notAllowed('GET')
