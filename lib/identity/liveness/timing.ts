// Whether the steps of a video selfie were recorded when they were asked for: order, rate, deadlines, and two clocks that agree.
import { holds, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { ChallengePlan, SelfieStep } from './challenge'
import type { SelfieStepReading } from './step'

// The reveal on the browser's clock must fit the moment the server gave the action out; frames must come in order and in time.
function clockProblem(step: SelfieStep, reading: SelfieStepReading, { liveness }: Policy): string | null {
  const { clock, revealedAt, servedAt } = reading
  const [first, last] = [clock[0], clock.at(-1)]
  if (!first || !last || clock.length < 3) return 'too_few_frames'
  if (clock.some(({ captured }, at) => at > 0 && captured <= (clock[at - 1]?.captured ?? Infinity))) return 'order'
  if (reading.nonce !== step.nonce) return 'nonce'
  const seconds = (last.captured - first.captured) / 1000
  if ((clock.length - 1) / seconds < liveness.minFrameRate) return 'frame_rate'
  if (last.captured - revealedAt > step.deadlineMs + 500) return 'deadline'
  if (last.received - servedAt > step.deadlineMs + liveness.maxClockGapMs) return 'late'
  // The fastest upload tells how far the clocks are apart; nothing can be revealed before the server gave it out.
  const apart = Math.min(...clock.map(({ captured, received }) => received - captured))
  const given = servedAt - apart
  return revealedAt < given - liveness.maxClockGapMs || revealedAt > given + liveness.maxClockGapMs ? 'reveal' : null
}

export function judgeTiming(plan: ChallengePlan, steps: readonly SelfieStepReading[], policy: Policy): Finding[] {
  const problems = plan.steps.map((step, at) => {
    const reading = steps[at]
    return reading ? clockProblem(step, reading, policy) : 'missing'
  })
  const follows = steps.every(
    ({ clock }, at) => at === 0 || (clock[0]?.captured ?? 0) > (steps[at - 1]?.clock.at(-1)?.captured ?? Infinity),
  )
  const wrong = [...problems.filter((problem) => problem !== null), ...(follows ? [] : ['overlap'])]
  return [holds('liveness_timing', wrong.length === 0, 'capture-clock/1', { problems: wrong.join(',') })]
}
