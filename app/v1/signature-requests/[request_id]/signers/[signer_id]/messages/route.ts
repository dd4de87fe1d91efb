// /v1/signature-requests/{request_id}/signers/{signer_id}/messages
import { serve } from '@/lib/http/api/endpoint'
import { listMessages, writeMessage } from '@/lib/http/endpoints/messages'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(listMessages, writeMessage)
