// POST and GET /v1/signature-requests
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { CreateSignatureRequestInput, ListQuery } from '@/lib/http/schemas/signature-request'
import { presentPage, presentRequest, SignatureRequest, SignatureRequestPage } from '@/lib/http/schemas/signature-request-view'
import { createSignatureRequest } from '@/lib/operations/request/create-signature-request'
import { listSignatureRequests } from '@/lib/operations/request/list-signature-requests'

export const POST = route(createSignatureRequest, {
  scope: 'requests:write', body: CreateSignatureRequestInput, status: 201, view: SignatureRequest, present: presentRequest,
  location: ({ id }) => `/v1/signature-requests/${id}`,
})
export const GET = route(listSignatureRequests, { scope: 'requests:read', query: ListQuery, view: SignatureRequestPage, present: presentPage })
export const { PUT, PATCH, DELETE } = notAllowed('GET', 'POST')
