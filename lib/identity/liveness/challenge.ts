// The selfie's challenges: which movements are asked, in what order, how long they are held, and by when each must be done.
import { SELFIE_ACTIONS, type SelfieChallenge } from '../../domain/capture'
import { randomBetween, randomNonce, randomOrder, type RandomBytes } from '../random'

export type PlannedChallenge = {
  readonly nonce: string
  readonly kind: SelfieChallenge
  // The action must be held this long.
  readonly holdMs: number
  // The face stays neutral this long before the action is shown; frames are recorded here too (nothing may be done early).
  readonly gapMs: number
  // From showing the action to the last frame.
  readonly deadlineMs: number
  // When the server gave it out, on its own clock in milliseconds.
  readonly revealedAt?: number
  // When the browser says it showed it, on the clock of its frames.
  readonly shownAt?: number | null
}

const DEADLINE_MS = 6_000

// Challenges are handed to the browser one at a time: the plan itself stays on the server.
export function planChallenges(random: RandomBytes): PlannedChallenge[] {
  const actions = randomOrder(random, SELFIE_ACTIONS).slice(0, randomBetween(random, 3, 4))
  const moves = actions.map((kind) => ({
    nonce: randomNonce(random),
    kind,
    holdMs: randomBetween(random, 600, 1_200),
    gapMs: randomBetween(random, 600, 1_600),
    deadlineMs: DEADLINE_MS,
  }))
  return [{ nonce: randomNonce(random), kind: 'neutral', holdMs: 1_000, gapMs: 0, deadlineMs: DEADLINE_MS }, ...moves]
}
