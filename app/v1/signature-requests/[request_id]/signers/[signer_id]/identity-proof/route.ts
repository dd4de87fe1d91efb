// /v1/signature-requests/{request_id}/signers/{signer_id}/identity-proof
import { serve } from '@/lib/http/api/endpoint'
import { identityProof } from '@/lib/http/endpoints/identity-proof'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(identityProof)
