// GET and DELETE /v1/signature-requests/{request_id}
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { CancelInput, RequestParams } from '@/lib/http/schemas/signature-request'
import { presentRequest, SignatureRequest } from '@/lib/http/schemas/signature-request-view'
import { cancelSignatureRequest } from '@/lib/operations/request/cancel-signature-request'
import { getSignatureRequest } from '@/lib/operations/request/get-signature-request'

export const GET = route(getSignatureRequest, { scope: 'requests:read', params: RequestParams, view: SignatureRequest, present: presentRequest })
export const DELETE = route(cancelSignatureRequest, {
  scope: 'requests:write', params: RequestParams, body: CancelInput, view: SignatureRequest, present: presentRequest,
})
export const { POST, PUT, PATCH } = notAllowed('GET', 'DELETE')
