// The course of a video selfie by its sightings alone, on a clock of the test's own: what counts as held, on quick and on slow machines.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runChallenges, type Challenge, type SelfieMoment } from './run-challenges'
import type { Sighting } from './use-face-tracker'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const HOLD_MS = 800
const SMILE: Challenge = { nonce: 'n', kind: 'smile', index: 0, count: 1, holdMs: HOLD_MS, deadlineMs: 6_000 }
const REST = { faces: 1, nose: 0.5, mouth: 0.1, smile: 0.62, size: 0.5, centre: { x: 0.5, y: 0.5 }, light: 130 }
const SMILING = { ...REST, smile: 0.9 }

type Course = { end: number; moments: SelfieMoment[] }

/** One challenge before somebody who is seen every `everyMs`, and smiles for those times. */
async function course(everyMs: number, smiles: (ms: number) => boolean): Promise<Course> {
  let latest: Sighting | null = null
  const began = performance.now()
  const look = () => {
    latest = { ...(smiles(performance.now() - began) ? SMILING : REST), at: performance.now() }
  }
  look()
  const looking = setInterval(look, everyMs)
  const moments: SelfieMoment[] = []
  let asked = 0
  // Nothing is filmed here, so a video element that has pictures is all that is needed.
  const video = { readyState: 4, HAVE_CURRENT_DATA: 2, videoWidth: 640 } as HTMLVideoElement
  const run = runChallenges({
    video,
    latest: () => latest,
    nextChallenge: () => Promise.resolve(asked++ === 0 ? SMILE : null),
    show: (moment) => moments.push(moment),
    signal: new AbortController().signal,
  })
  let end = 0
  void run.then(() => {
    end = performance.now() - began
  })
  await vi.advanceTimersByTimeAsync(12_000)
  clearInterval(looking)
  return { end, moments }
}

const wasSeen = ({ moments }: Course) => moments.some(({ at }) => at === 'returning')

describe('a movement', () => {
  it.each([100, 250, 600])('held is seen when the face is looked at every %i ms', async (everyMs) => {
    const seen = await course(everyMs, (ms) => ms > 700 && ms < 3_500)
    expect(wasSeen(seen)).toBe(true)
    expect(seen.end).toBeLessThan(SMILE.deadlineMs + 500)
  })

  it('fills the ring from when it is seen, and no earlier: time alone fills nothing', async () => {
    const { moments } = await course(100, (ms) => ms > 700 && ms < 3_500)
    const shown = moments.map((moment) => (moment.at === 'doing' ? (moment.holding ? 'held' : 'asked for') : moment.at))
    expect(shown).toEqual(['waiting', 'asked for', 'held', 'returning', 'waiting', 'sending'])
    const never = await course(100, () => false)
    expect(never.moments.some((moment) => moment.at === 'doing' && moment.holding)).toBe(false)
    expect(never.moments).toContainEqual({ at: 'waiting', missed: true })
  })

  it.each([600, 1_500])('seen on one picture only is not held, however long the next picture takes (%i ms)', async (everyMs) => {
    expect(wasSeen(await course(everyMs, (ms) => ms >= everyMs && ms < everyMs * 2))).toBe(false)
  })

  it('that was there before it was asked for does not count', async () => {
    expect(wasSeen(await course(20_000, () => true))).toBe(false)
  })

  // Or the end of one movement would be seen at the beginning of the next, as another than the one asked for.
  it('is over when the face is seen at rest, also on a machine that seldom looks', async () => {
    const { end } = await course(900, (ms) => ms > 700 && ms < 6_000)
    expect(end).toBeGreaterThan(6_000)
  })

  it('is over after a while when rest is never recognised', async () => {
    expect((await course(100, (ms) => ms > 700)).end).toBeLessThan(SMILE.deadlineMs)
    expect((await course(900, (ms) => ms > 700)).end).toBeLessThan(11_000)
  })
})
