// GET /api/space/certificates/{certificate}
import { fileAnswer } from '@/lib/http/journey/route'
import { named, spaceAnswer } from '@/lib/http/space/route'
import { certificateFile } from '@/lib/operations/space/certificates/own-certificates'

export const GET = spaceAnswer(async ({ context, caller, params }) =>
  fileAnswer(await certificateFile(context, caller, named(params, 'certificate')), 'attachment'),
)
