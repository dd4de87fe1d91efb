// Whether the steps of a video selfie were recorded when they were asked for: order, rate, deadlines, and two clocks that agree.
import { holds, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { PlannedChallenge } from './challenge'
import type { SelfieStepReading } from './step'

// The time at which the browser showed the action must fit the time at which the server revealed it. Frames must come in order and in time.
function clockProblem({ nonce, deadlineMs }: PlannedChallenge, reading: SelfieStepReading, { liveness }: Policy): string | null {
  const { clock, shownAt, revealedAt } = reading
  const [first, last] = [clock[0], clock.at(-1)]
  if (!first || !last || clock.length < 3) return 'too_few_frames'
  if (clock.some(({ captured }, at) => at > 0 && captured <= (clock[at - 1]?.captured ?? Infinity))) return 'order'
  if (reading.nonce !== nonce) return 'nonce'
  const seconds = (last.captured - first.captured) / 1000
  if ((clock.length - 1) / seconds < liveness.minFrameRate) return 'frame_rate'
  if (last.captured - shownAt > deadlineMs + 500) return 'deadline'
  if (last.received - revealedAt > deadlineMs + liveness.maxClockGapMs) return 'late'
  // The fastest upload tells how far the browser's clock is from the server's. No action can be shown before the server revealed it.
  const apart = Math.min(...clock.map(({ captured, received }) => received - captured))
  const given = revealedAt - apart
  return shownAt < given - liveness.maxClockGapMs || shownAt > given + liveness.maxClockGapMs ? 'reveal' : null
}

export function judgeTiming(challenges: readonly PlannedChallenge[], steps: readonly SelfieStepReading[], policy: Policy): Finding[] {
  const problems = challenges.map((challenge, at) => {
    const reading = steps[at]
    return reading ? clockProblem(challenge, reading, policy) : 'missing'
  })
  const follows = steps.every(
    ({ clock }, at) => at === 0 || (clock[0]?.captured ?? 0) > (steps[at - 1]?.clock.at(-1)?.captured ?? Infinity),
  )
  const wrong = [...problems.filter((problem) => problem !== null), ...(follows ? [] : ['overlap'])]
  return [holds('liveness_timing', wrong.length === 0, 'capture-clock/1', { problems: wrong.join(',') })]
}
