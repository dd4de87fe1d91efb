// GET /api/journey/{signer}/documents/{id}
import { fileAnswer, journeyAnswer } from '@/lib/http/journey-route'
import { downloadDocument } from '@/lib/operations/review/download-documents'

export const GET = journeyAnswer(async ({ context, caller, request, params }) => {
  const keep = new URL(request.url).searchParams.get('download') === '1'
  return fileAnswer(await downloadDocument(context, caller, { document: String(params['id'] ?? ''), keep }), keep ? 'attachment' : 'inline')
})
