// /v1/signature-requests/{request_id}/signers/{signer_id}/verification/evidence/{picture}
import { serve } from '@/lib/http/api/endpoint'
import { getEvidencePicture } from '@/lib/http/endpoints/verification-decision'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getEvidencePicture)
