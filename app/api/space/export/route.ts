// GET /api/space/export
import { fileAnswer } from '@/lib/http/journey/route'
import { spaceAnswer } from '@/lib/http/space/route'
import { exportPerson } from '@/lib/operations/space/rights/export-person'

export const GET = spaceAnswer(async ({ context, caller }) => fileAnswer(await exportPerson(context, caller), 'attachment'))
