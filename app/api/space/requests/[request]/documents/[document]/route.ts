// GET /api/space/requests/{request}/documents/{document}
import { fileAnswer } from '@/lib/http/journey/route'
import { named, spaceAnswer } from '@/lib/http/space/route'
import { downloadOwnDocument } from '@/lib/operations/space/documents/download-own'

export const GET = spaceAnswer(async ({ context, caller, params }) =>
  fileAnswer(
    await downloadOwnDocument(context, caller, { request: named(params, 'request'), document: named(params, 'document') }),
    'attachment',
  ),
)
