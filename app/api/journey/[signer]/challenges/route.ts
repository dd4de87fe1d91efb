// POST /api/journey/{signer}/challenges
import { journeyRoute } from '@/lib/http/journey/route'
import { ChallengeInput, NextChallenge } from '@/lib/http/schemas/journey'
import { nextChallenge } from '@/lib/operations/steps/selfie/next-challenge'

export const POST = journeyRoute(
  async ({ context, caller, body }) => {
    const next = await nextChallenge(context, caller, { light: body.light !== false })
    if (!next?.challenge) return next
    const { challenge, index, count, remainingMs } = next
    return { ...challenge, index, count, deadlineMs: remainingMs }
  },
  { body: ChallengeInput, present: NextChallenge },
)
