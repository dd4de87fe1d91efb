// POST /api/journey/{signer}/takeover
import { journeyRoute } from '@/lib/http/journey/route'
import { journeyView } from '@/lib/operations/journey-view/journey-view'
import { takeOver } from '@/lib/operations/access/take-over'

export const POST = journeyRoute(async ({ context, caller }) => {
  await takeOver(context, caller)
  return journeyView(context, { ...caller, active: true })
})
