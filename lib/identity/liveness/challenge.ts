// The selfie's challenges: which movements are asked, in what order, how long they are held, and by when each must be done.
import { randomBetween, randomNonce, randomOrder, type RandomBytes } from '../random'

// Left and right are the person's own, whatever a mirrored preview shows.
export const SELFIE_ACTIONS = ['turn_left', 'turn_right', 'open_mouth', 'smile'] as const

export type SelfieAction = (typeof SELFIE_ACTIONS)[number]

// The first step of every run only looks straight ahead: it gives the baseline and the pictures that are compared.
export type SelfieStep = {
  readonly index: number
  readonly action: SelfieAction | 'look_straight'
  readonly nonce: string
  // The face stays neutral this long before the action is shown; frames are recorded here too (nothing may be done early).
  readonly gapMs: number
  // The action must be held this long.
  readonly holdMs: number
  // From revealing the action to the last frame of the step.
  readonly deadlineMs: number
}

export type ChallengePlan = { readonly steps: readonly SelfieStep[] }

const STEP_DEADLINE_MS = 6_000

// Steps are handed to the browser one at a time: the plan itself stays on the server.
export function planChallenges(random: RandomBytes): ChallengePlan {
  const actions = randomOrder(random, SELFIE_ACTIONS).slice(0, randomBetween(random, 3, 4))
  const straight = { index: 0, action: 'look_straight', nonce: randomNonce(random), gapMs: 0, holdMs: 1_000 } as const
  const moves = actions.map((action, place) => ({
    index: place + 1,
    action,
    nonce: randomNonce(random),
    gapMs: randomBetween(random, 600, 1_600),
    holdMs: randomBetween(random, 600, 1_200),
    deadlineMs: STEP_DEADLINE_MS,
  }))
  return { steps: [{ ...straight, deadlineMs: STEP_DEADLINE_MS }, ...moves] }
}
