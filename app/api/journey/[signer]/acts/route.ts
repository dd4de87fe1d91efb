// POST /api/journey/{signer}/acts
import { performAct } from '@/lib/http/journey/acts'
import { journeyRoute } from '@/lib/http/journey/route'
import { Act } from '@/lib/http/schemas/journey'

export const POST = journeyRoute(({ context, caller, body }) => performAct(context, caller, body), { body: Act })
