// /v1/signature-requests/{request_id}/signers/{signer_id}/remind
import { serve } from '@/lib/http/api/endpoint'
import { remindSigner } from '@/lib/http/endpoints/signers'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(remindSigner)
