// The times of a film against the server's clock: no film is longer than the time that passed there, and honest ones are late at most.
import { describe, expect, it } from 'vitest'
import { random } from '../../testing/camera/image'
import { conclude } from '../conclusion'
import { POLICY } from '../policy'
import type { PlannedChallenge } from './challenge'
import type { SelfieStepReading } from './step'
import { judgeTiming } from './timing'

const STEP: PlannedChallenge = { kind: 'smile', nonce: 'nonce', gapMs: 900, holdMs: 900, deadlineMs: 6_000 }
const REVEALED = 1_700_000_000_000

type Film = { frames?: number; frameMs?: number; shownAt?: number; revealedAt?: number; received: (captured: number, at: number) => number }

function reading({ frames = 20, frameMs = 110, shownAt = 50_000, revealedAt = REVEALED, received }: Film): SelfieStepReading {
  const clock = Array.from({ length: frames }, (_, at) => ({ captured: shownAt + 40 + at * frameMs, received: 0 }))
  return {
    nonce: STEP.nonce,
    shownAt,
    revealedAt,
    lights: null,
    unreadableFrames: 0,
    clock: clock.map(({ captured }, at) => ({ captured, received: received(captured, at) })),
    looks: [],
    digests: [],
    neutral: [],
    moving: [],
    relief: [],
  }
}

const told = (film: Film) => conclude(judgeTiming([STEP], [reading(film)], POLICY), ['liveness_timing', 'liveness_promptness'])
const passed = { outcome: 'passed' }
const refused = { outcome: 'failed', reason: 'LIVENESS_TIMING' }
const referred = { outcome: 'referred', referrals: ['PICTURES_LATE'] }

describe('an honest film passes', () => {
  it('on any network up to five seconds slow, in batches of five, on any clock', () => {
    const next = random(7)
    for (let run = 0; run < 300; run++) {
      const [way, upload, apart, frameMs] = [next() * 2_000, next() * 2_500, next() * 1e9, 100 + next() * 300]
      const shownAt = REVEALED + way - apart
      const batch = 5 * frameMs
      // Each batch is sent when its last frame is there, and takes its time.
      const received = (_: number, at: number) => Math.round(shownAt + 40 + apart + Math.ceil((at + 1) / 5) * batch + upload)
      expect(told({ frames: 12, frameMs, shownAt, received }), `${way} ${upload}`).toEqual(passed)
    }
  })

  it('of a browser that rounds its times to a tenth of a second', () => {
    const shownAt = 50_000
    expect(told({ shownAt, received: (captured) => REVEALED + captured - shownAt - 99 })).toEqual(passed)
  })
})

describe('a film is refused', () => {
  it.each([0.2, 0.25, 0.5, 0.76, 1, 1.5, 1.9])('that claims 2.2 seconds and arrives %d seconds after the question', (seconds) => {
    expect(told({ received: () => REVEALED + seconds * 1_000 })).toEqual(refused)
    // Whatever the moment is at which it claims to have been shown the question.
    for (const shownAt of [0, 10, 1e6, REVEALED, REVEALED + 5_000])
      expect(told({ shownAt, received: () => REVEALED + seconds * 1_000 })).toEqual(refused)
  })

  it('that has fewer frames than a movement needs', () => {
    expect(told({ frames: 5, frameMs: 500, received: (captured) => REVEALED + captured - 50_000 + 80 })).toEqual(refused)
  })

  it('that arrives more than ten seconds later than it claims to have been made', () => {
    expect(told({ received: (captured) => REVEALED + captured - 50_000 + 10_500 })).toEqual(refused)
  })
})

it.each([5_500, 9_500, 9_800])('a film made after the question, %i ms late with its times lied back, goes to a person', (late) => {
  expect(told({ received: (captured) => REVEALED + captured - 50_000 + late })).toEqual(referred)
})
