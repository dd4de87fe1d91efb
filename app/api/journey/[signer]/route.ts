// GET /api/journey/{signer}
import { journeyRoute } from '@/lib/http/journey/route'
import { noteSeen } from '@/lib/operations/conversation/mark-read'
import { journeyView } from '@/lib/operations/journey-view/journey-view'

export const GET = journeyRoute(async ({ context, caller }) => {
  await noteSeen(context, 'signer', { id: caller.signerId })
  return journeyView(context, caller)
})
