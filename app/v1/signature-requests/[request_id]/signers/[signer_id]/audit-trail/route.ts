// /v1/signature-requests/{request_id}/signers/{signer_id}/audit-trail
import { serve } from '@/lib/http/api/endpoint'
import { getAuditTrail } from '@/lib/http/endpoints/signers'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getAuditTrail)
