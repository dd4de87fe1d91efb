// /v1/sandbox/signers/{signer_id}/complete
import { serve } from '@/lib/http/api/endpoint'
import { completeSigner } from '@/lib/http/endpoints/sandbox'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(completeSigner)
