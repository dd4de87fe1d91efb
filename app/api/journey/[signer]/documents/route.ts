// GET /api/journey/{signer}/documents
import { fileAnswer, journeyAnswer } from '@/lib/http/journey/route'
import { downloadAllDocuments } from '@/lib/operations/steps/review/download-documents'

export const GET = journeyAnswer(async ({ context, caller }) => fileAnswer(await downloadAllDocuments(context, caller), 'attachment'))
