// /v1/signature-requests/{request_id}/signers/{signer_id}/verification
import { serve } from '@/lib/http/api/endpoint'
import { getVerification } from '@/lib/http/endpoints/signers'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getVerification)
