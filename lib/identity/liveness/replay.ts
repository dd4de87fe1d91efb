// Finds a recording of an earlier run: its frames come again, and all of them later by the same time.
import { areAlike, printOf } from './likeness'

// What is kept of a run so that later runs can be compared with it: no pictures, 64 bytes a frame.
export type RunTrace = {
  // Milliseconds since the run's first frame, exact digest, fingerprint, and whether the face was doing something.
  readonly frames: readonly { readonly at: number; readonly digest: string; readonly print: string; readonly active: boolean }[]
}

// A run as one line of text, stored sealed under the key of the check.
export const traceText = ({ frames }: RunTrace): string =>
  frames.map(({ at, digest, print, active }) => `${Math.round(at)}:${digest}:${print}:${active ? 1 : 0}`).join(';')

export function traceOf(text: string): RunTrace {
  const lines = text.split(';').filter((line) => line !== '')
  return {
    frames: lines.map((line) => {
      const [at = '0', digest = '', print = '', active = '0'] = line.split(':')
      return { at: Number(at), digest, print, active: active === '1' }
    }),
  }
}

export type ReplayReading = {
  // Frames that are, byte for byte, frames of an earlier run.
  readonly exact: number
  // The largest share of moving frames that match frames of one earlier run, all shifted by the same time.
  readonly aligned: number
}

// Two frames are alike when at most this many of 256 bits differ. The same frame, encoded again, differs in 0 to 6; other moments of the
// same scene in 10 and more.
const LIKE_BITS = 8
const OFFSET_STEP_MS = 100
const OFFSET_TOLERANCE_MS = 120
// Fewer moving frames than this prove nothing.
const LEAST_MOVING = 6

function alignedShare(moving: RunTrace['frames'], earlier: RunTrace['frames']): number {
  const hits = new Map<number, Set<number>>()
  const known = earlier.map(({ at, print }) => ({ at, print: printOf(print) }))
  moving.forEach(({ at, print }, index) => {
    const seen = printOf(print)
    for (const other of known) {
      if (!areAlike(seen, other.print, LIKE_BITS)) continue
      const middle = Math.round((at - other.at) / OFFSET_STEP_MS)
      const reach = Math.ceil(OFFSET_TOLERANCE_MS / OFFSET_STEP_MS)
      for (let bin = middle - reach; bin <= middle + reach; bin++) {
        if (Math.abs(at - other.at - bin * OFFSET_STEP_MS) > OFFSET_TOLERANCE_MS) continue
        hits.set(bin, (hits.get(bin) ?? new Set()).add(index))
      }
    }
  })
  return Math.max(0, ...[...hits.values()].map(({ size }) => size)) / moving.length
}

// The same person at rest in the same room looks alike on any day, so only moving frames can prove a recording.
export function findReplay(run: RunTrace, earlier: readonly RunTrace[]): ReplayReading {
  const known = new Set(earlier.flatMap(({ frames }) => frames.map(({ digest }) => digest)))
  const moving = run.frames.filter(({ active }) => active)
  const shares = moving.length < LEAST_MOVING ? [] : earlier.map(({ frames }) => alignedShare(moving, frames))
  return { exact: run.frames.filter(({ digest }) => known.has(digest)).length, aligned: Math.max(0, ...shares) }
}
