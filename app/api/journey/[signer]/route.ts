// GET /api/journey/{signer}
import { journeyRoute } from '@/lib/http/journey/route'
import { journeyView } from '@/lib/operations/journey-view/journey-view'

export const GET = journeyRoute(({ context, caller }) => journeyView(context, caller))
