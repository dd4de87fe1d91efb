// GET /api/journey/{signer}/documents
import { fileAnswer, journeyAnswer } from '@/lib/http/journey/route'
import { requireOwnPage } from '@/lib/http/input/same-origin'
import { downloadAllDocuments } from '@/lib/operations/steps/review/download-documents'

export const GET = journeyAnswer(async ({ context, caller, request }) => {
  requireOwnPage(request)
  return fileAnswer(await downloadAllDocuments(context, caller), 'attachment')
})
