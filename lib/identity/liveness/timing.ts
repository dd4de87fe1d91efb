// Whether the steps of a video selfie were recorded when they were asked for. The browser's times are only claims, so they must fit the
// time that passed on the server's clock between giving the action out and receiving its film: no film is longer than that.
import { atMost, holds, orRefer, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { PlannedChallenge } from './challenge'
import type { SelfieStepReading } from './step'

// Clocks of several servers, and of browsers that round their times to 100 ms against fingerprinting.
const CLOCK_ERROR_MS = 150

// How much longer the server waited for the film than the film claims to take: the way of the action to the screen and of the frames back.
// A frame is received after it was captured and an action shown after it was revealed, so an honest lag is never negative, however slow
// network and machine are. The fastest frame counts. Null without frames.
function lagOf({ clock, shownAt, revealedAt }: SelfieStepReading): number | null {
  return clock.length === 0 ? null : Math.min(...clock.map(({ captured, received }) => received - revealedAt - (captured - shownAt)))
}

// Frames must come in order and in time.
function clockProblem({ nonce, deadlineMs }: PlannedChallenge, reading: SelfieStepReading, { liveness }: Policy): string | null {
  const { clock, shownAt, revealedAt } = reading
  const [first, last] = [clock[0], clock.at(-1)]
  const lag = lagOf(reading)
  if (!first || !last || lag === null || clock.length < liveness.minFrames) return 'too_few_frames'
  if (clock.some(({ captured }, at) => at > 0 && captured <= (clock[at - 1]?.captured ?? Infinity))) return 'order'
  if (reading.nonce !== nonce) return 'nonce'
  const seconds = (last.captured - first.captured) / 1000
  if ((clock.length - 1) / seconds < liveness.minFrameRate) return 'frame_rate'
  if (last.captured - shownAt > deadlineMs + 500) return 'deadline'
  if (last.received - revealedAt > deadlineMs + liveness.maxClockGapMs) return 'late'
  if (lag < -CLOCK_ERROR_MS) return 'longer_than_passed'
  return lag > liveness.maxClockGapMs ? 'reveal' : null
}

const CLOCK = 'server-clock/1'

export function judgeTiming(challenges: readonly PlannedChallenge[], steps: readonly SelfieStepReading[], policy: Policy): Finding[] {
  const problems = challenges.map((challenge, at) => {
    const reading = steps[at]
    return reading ? clockProblem(challenge, reading, policy) : 'missing'
  })
  const follows = steps.every(
    ({ clock }, at) => at === 0 || (clock[0]?.captured ?? 0) > (steps[at - 1]?.clock.at(-1)?.captured ?? Infinity),
  )
  const wrong = [...problems.filter((problem) => problem !== null), ...(follows ? [] : ['overlap'])]
  const lag = Math.max(0, ...steps.flatMap((step) => lagOf(step) ?? []))
  return [
    holds('liveness_timing', wrong.length === 0, CLOCK, { problems: wrong.join(',') }),
    // Time enough to make a film of the action: a slow network needs it too, so a person decides.
    orRefer(atMost({ check: 'liveness_promptness', score: lag, threshold: policy.liveness.maxLagMs, model: CLOCK }), 'PICTURES_LATE'),
  ]
}
