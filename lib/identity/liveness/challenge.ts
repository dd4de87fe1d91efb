// The selfie's challenges: which movements are asked, in what order, how long they are held, by when each must be done, and in which colours
// the screen shines meanwhile.
import { SCREEN_LIGHT_MS, SCREEN_LIGHTS, SELFIE_ACTIONS, type ScreenLight, type SelfieChallenge } from '../../domain/capture'
import { randomBetween, randomInteger, randomNonce, randomOrder, type RandomBytes } from '../random'

export type PlannedChallenge = {
  readonly nonce: string
  readonly kind: SelfieChallenge
  // The action must be held this long.
  readonly holdMs: number
  // A random pause that the server waits for before it gives the action out, so that nobody knows when it will come.
  readonly gapMs: number
  // From showing the action to the last frame.
  readonly deadlineMs: number
  // The colours of the screen from showing the action on, each for SCREEN_LIGHT_MS; absent for a person whom changing light hurts.
  readonly lights?: readonly ScreenLight[]
  // When the browser asked for it and the pause began, on the server's clock in milliseconds.
  readonly askedAt?: number
  // When the server gave it out, on its own clock in milliseconds.
  readonly revealedAt?: number
  // When the browser says it showed it, on the clock of its frames.
  readonly shownAt?: number | null
}

const DEADLINE_MS = 6_000
// How long an action may take from the server to the screen.
const WAY_TO_SCREEN_MS = 1_600

// When the time for an action is over, on the server's clock. A page that filmed longer would be refused for frames after the deadline.
export const closesAt = ({ revealedAt = 0, deadlineMs }: PlannedChallenge): number => revealedAt + WAY_TO_SCREEN_MS + deadlineMs

// Challenges are handed to the browser one at a time: the plan itself stays on the server.
export function planChallenges(random: RandomBytes): PlannedChallenge[] {
  const actions = randomOrder(random, SELFIE_ACTIONS).slice(0, randomBetween(random, 3, 4))
  const moves = actions.map((kind) => ({
    nonce: randomNonce(random),
    kind,
    holdMs: randomBetween(random, 600, 1_200),
    gapMs: randomBetween(random, 600, 1_600),
    deadlineMs: DEADLINE_MS,
    lights: planLights(random),
  }))
  return [
    { nonce: randomNonce(random), kind: 'neutral', holdMs: 1_000, gapMs: 0, deadlineMs: DEADLINE_MS, lights: planLights(random) },
    ...moves,
  ]
}

// Each colour differs from the one before it.
function planLights(random: RandomBytes): ScreenLight[] {
  const lights: ScreenLight[] = []
  for (let at = 0; at < DEADLINE_MS / SCREEN_LIGHT_MS; at++) {
    const others = Object.keys(SCREEN_LIGHTS).filter((light) => light !== lights.at(-1)) as ScreenLight[]
    lights.push(others[randomInteger(random, others.length)] ?? 'sky')
  }
  return lights
}
