// POST /api/journey/{signer}/challenges
import { journeyRoute } from '@/lib/http/journey/route'
import { NextChallenge } from '@/lib/http/schemas/journey'
import { nextChallenge } from '@/lib/operations/steps/selfie/next-challenge'

export const POST = journeyRoute(
  async ({ context, caller }) => {
    const next = await nextChallenge(context, caller)
    if (!next?.challenge) return next
    const { challenge, index, count, remainingMs } = next
    return { ...challenge, index, count, deadlineMs: remainingMs }
  },
  { present: NextChallenge },
)
