// The course of a video selfie: ask for a challenge, film it, see it done, let the face come to rest, ask for the next.
import type { ScreenLight, SelfieChallenge } from '@/lib/domain/capture'
import { grabFrames, onVideoFrames, type CapturedFrame } from '../frame-grabber'
import { frameQueue } from '../frame-queue'
import { baselineOf, isAtRest, isDone } from './challenge-coach'
import type { FaceMeasures } from './face-measures'
import type { Sighting } from './use-face-tracker'

export type Challenge = {
  nonce: string
  kind: SelfieChallenge
  /** From 0. */
  index: number
  count: number
  /** How long the movement must be held. */
  holdMs: number
  /** From showing the challenge to its last frame. */
  deadlineMs: number
  /** The colours in which the screen shines from then on. */
  lights?: readonly ScreenLight[] | undefined
}

/** What the person is shown. `missed`: the challenge before this one was not seen. */
export type SelfieMoment =
  | { at: 'waiting'; missed: boolean }
  | { at: 'doing'; challenge: Challenge; shownAt: number; holding: boolean }
  | { at: 'returning'; challenge: Challenge; shownAt: number }
  | { at: 'sending' }

export type SelfieRun = {
  video: HTMLVideoElement
  /** The newest measurements; null without a face tracker: then the run goes on by time alone. */
  latest: () => Sighting | null
  nextChallenge: () => Promise<Challenge | null>
  /** Undefined in practice mode, where nothing is filmed. */
  onFrames?: ((nonce: string, frames: CapturedFrame[], revealedAt: number) => Promise<void>) | undefined
  show: (moment: SelfieMoment) => void
  signal: AbortSignal
}

const filmedPerSecond = 9
const watchedPerSecond = 10
const leastFrames = 7 // a slow phone films longer, until the server has something to look at
const leastHeldFrames = 3 // of these, so many must show the movement done
const blindMs = 3_600 // time for a movement when there is no face tracker to see whether it is done
const restMs = 500 // how long a face must be at rest again
const returnMs = 2_200 // time to come to rest, when rest is not recognised here
const leastReturnLooks = 6 // in which it was not: a slow phone looks longer, or the end of one movement is seen at the beginning of the next
const longestReturnMs = 8_000

/** Ends when the challenges are used up or the signal is given; rejects when frames are not accepted. */
export async function runChallenges(run: SelfieRun): Promise<void> {
  const quiet: FaceMeasures[] = []
  let missed = false
  for (;;) {
    run.show({ at: 'waiting', missed })
    const challenge = await run.nextChallenge()
    if (!challenge || run.signal.aborted) break
    missed = !(await doChallenge(run, challenge, quiet))
    if (run.signal.aborted) break
  }
  run.show({ at: 'sending' })
}

/** Answers whether the movement was seen here; the server decides. */
async function doChallenge(run: SelfieRun, challenge: Challenge, quiet: FaceMeasures[]): Promise<boolean> {
  const { video, onFrames } = run
  const shownAt = performance.now()
  const queue = onFrames && frameQueue((frames) => onFrames(challenge.nonce, frames, shownAt))
  const filmed: number[] = []
  // A slow machine notices late that the film is over; frames taken after that do not count.
  let filmUntil = shownAt + challenge.deadlineMs
  const stopFilm = queue
    ? grabFrames(video, {
        framesPerSecond: filmedPerSecond,
        shortSide: 480,
        quality: 0.8,
        onFrame: (frame) => {
          if (frame.capturedAt > filmUntil) return
          filmed.push(frame.capturedAt)
          queue.push(frame)
        },
      })
    : () => {}
  const enough = (since: number) => !queue || (filmed.length >= leastFrames && filmed.filter((at) => at >= since).length >= leastHeldFrames)
  try {
    const seen = await watchMovement(run, challenge, { shownAt, enough }, quiet)
    if (!seen) return false
    filmUntil = Math.min(filmUntil, performance.now() + returnMs)
    run.show({ at: 'returning', challenge, shownAt })
    await comeToRest(run, challenge, quiet)
    return true
  } finally {
    stopFilm()
    await queue?.drain()
  }
}

/** `enough`: whether the film shows the movement, done since then, well enough to be judged. */
type Film = { shownAt: number; enough: (since: number) => boolean }

function watchMovement(run: SelfieRun, challenge: Challenge, { shownAt, enough }: Film, quiet: FaceMeasures[]): Promise<boolean> {
  let since: number | null = null
  run.show({ at: 'doing', challenge, shownAt, holding: false })
  return watch(run, (now) => {
    const seen = run.latest()
    const elapsed = now - shownAt
    if (!seen) return elapsed >= challenge.deadlineMs || (elapsed >= blindMs && enough(shownAt)) ? true : undefined
    const before = since
    // Held means seen in several pictures: the time without a new picture does not count, nor does a movement seen before it was asked for.
    since = seen.at >= shownAt && isDone(challenge.kind, seen, baselineOf(quiet)) ? (since ?? seen.at) : null
    if ((before === null) !== (since === null)) run.show({ at: 'doing', challenge, shownAt, holding: since !== null })
    if (challenge.kind === 'neutral' && since !== null) remember(quiet, seen)
    if (since !== null && seen.at - since >= challenge.holdMs && enough(since)) return true
    return elapsed >= challenge.deadlineMs ? false : undefined
  })
}

/** The film of a challenge ends with the face coming to rest, so that the movement is seen as a whole; the next begins with the face at rest. */
function comeToRest(run: SelfieRun, { kind }: Challenge, quiet: FaceMeasures[]): Promise<boolean> {
  const began = performance.now()
  let [since, looks, last]: [number | null, number, number] = [null, 0, 0]
  return watch(run, (now) => {
    const seen = run.latest()
    if (seen && seen.at > last) [looks, last] = [looks + 1, seen.at]
    since = seen && isAtRest(seen, baselineOf(quiet)) ? (since ?? seen.at) : null
    if (kind === 'neutral' || (seen && since !== null && seen.at - since >= restMs)) return true
    const given = now - began
    const over = given >= returnMs && (!seen || looks >= leastReturnLooks || given >= longestReturnMs)
    return over ? false : undefined
  })
}

/** The baseline is the latest two dozen quiet pictures. */
function remember(quiet: FaceMeasures[], seen: FaceMeasures): void {
  quiet.push(seen)
  if (quiet.length > 24) quiet.shift()
}

/** Asks at each picture until there is an answer or the run is called off. */
function watch({ video, signal }: SelfieRun, answer: (now: number) => boolean | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      stop()
      signal.removeEventListener('abort', callOff)
      resolve(result)
    }
    const callOff = () => end(false)
    const stop = onVideoFrames(video, watchedPerSecond, () => {
      const result = answer(performance.now())
      if (result !== undefined) end(result)
    })
    signal.addEventListener('abort', callOff)
    if (signal.aborted) callOff()
  })
}
