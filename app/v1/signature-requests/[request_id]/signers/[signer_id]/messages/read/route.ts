// /v1/signature-requests/{request_id}/signers/{signer_id}/messages/read
import { serve } from '@/lib/http/api/endpoint'
import { readMessages } from '@/lib/http/endpoints/messages'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(readMessages)
