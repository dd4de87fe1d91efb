// GET /v1/signature-requests/{request_id}/signers/{signer_id}/verification
import { notAllowed } from '@/lib/http/not-allowed'
import { route } from '@/lib/http/route'
import { SignerParams } from '@/lib/http/schemas/signature-request'
import { presentVerification, Verification } from '@/lib/http/schemas/verification'
import { getVerification } from '@/lib/operations/verification/get-verification'

export const GET = route(getVerification, { scope: 'requests:read', params: SignerParams, view: Verification, present: presentVerification })
export const { POST, PUT, PATCH, DELETE } = notAllowed('GET')
