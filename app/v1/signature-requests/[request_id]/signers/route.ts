// /v1/signature-requests/{request_id}/signers
import { serve } from '@/lib/http/api/endpoint'
import { addSigner } from '@/lib/http/endpoints/signers'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(addSigner)
