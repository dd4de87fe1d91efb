// /v1/signature-requests/{request_id}/signers/{signer_id}/verification/chip
import { serve } from '@/lib/http/api/endpoint'
import { importChip } from '@/lib/http/endpoints/signers'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(importChip)
