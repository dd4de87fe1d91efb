// GET /api/journey/{signer}/documents/{id}
import { fileAnswer, journeyAnswer } from '@/lib/http/journey/route'
import { requireOwnPage } from '@/lib/http/input/same-origin'
import { queryOf } from '@/lib/http/node/sent-query'
import { downloadDocument } from '@/lib/operations/steps/review/download-documents'

export const GET = journeyAnswer(async ({ context, caller, request, params }) => {
  const keep = queryOf(request).get('download') === '1'
  if (keep) requireOwnPage(request)
  return fileAnswer(await downloadDocument(context, caller, { document: String(params['id'] ?? ''), keep }), keep ? 'attachment' : 'inline')
})
