// GET /api/space/requests/{request}/archive
import { fileAnswer } from '@/lib/http/journey/route'
import { named, spaceAnswer } from '@/lib/http/space/route'
import { downloadOwnArchive } from '@/lib/operations/space/documents/download-own'

export const GET = spaceAnswer(async ({ context, caller, params }) =>
  fileAnswer(await downloadOwnArchive(context, caller, { request: named(params, 'request') }), 'attachment'),
)
