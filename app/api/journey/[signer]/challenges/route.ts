// POST /api/journey/{signer}/challenges
import { journeyRoute } from '@/lib/http/journey/route'
import { Challenge } from '@/lib/http/schemas/journey'
import { nextChallenge } from '@/lib/operations/steps/selfie/next-challenge'

export const POST = journeyRoute(
  async ({ context, caller }) => {
    const next = await nextChallenge(context, caller)
    if (!next) return null
    const {
      challenge: { nonce, kind, holdMs },
      index,
      count,
      remainingMs,
    } = next
    return { nonce, kind, index, count, hold_ms: holdMs, deadline_ms: remainingMs }
  },
  { present: Challenge.nullable() },
)
