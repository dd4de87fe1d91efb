// GET /api/space: where the person stands
import { spaceStanding } from '@/lib/http/space/acts'
import { spaceRoute } from '@/lib/http/space/route'
import { SpaceStanding } from '@/lib/http/schemas/space'

export const GET = spaceRoute(({ context, request }) => spaceStanding(context, request.headers.get('cookie')), { present: SpaceStanding })
