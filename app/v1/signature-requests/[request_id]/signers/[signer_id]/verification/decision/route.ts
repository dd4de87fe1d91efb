// /v1/signature-requests/{request_id}/signers/{signer_id}/verification/decision
import { serve } from '@/lib/http/api/endpoint'
import { decideVerification } from '@/lib/http/endpoints/verification-decision'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(decideVerification)
