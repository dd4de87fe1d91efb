// POST /api/space/acts
import { performSpaceAct, spaceStanding } from '@/lib/http/space/acts'
import { spaceRoute } from '@/lib/http/space/route'
import { SpaceAct, SpaceStanding } from '@/lib/http/schemas/space'

export const POST = spaceRoute(
  async ({ context, caller, request, body }) => {
    await performSpaceAct(context, caller, body)
    return spaceStanding(context, request.headers.get('cookie'))
  },
  { body: SpaceAct, present: SpaceStanding },
)
