// Finds scenes of an earlier run, of whomever in this installation: byte for byte, or shown again in another order, at another pace, encoded
// anew, zoomed or cropped.
import { sharedCourse, type Corners } from '../document/course'
import { areAlike, type Print } from './likeness'

// What is kept of a run so that later runs can be compared with it: no pictures, and nothing of which one could be made.
export type RunTrace = {
  // Keyed digests of the pixels of each frame.
  readonly digests: readonly string[]
  // Keyed fingerprints of the frames on which the face was doing something.
  readonly prints: readonly Print[]
  // Of a document: where its corners stood on these frames.
  readonly course: readonly Corners[]
}

const DIGEST_BYTES = 8
const PRINT_BYTES = 32
const CORNERS_BYTES = 16
// Beside the number of fingerprints: a number of corners, and these, follow them. Traces of before have none.
const WITH_COURSE = 0x80
// So many of each are kept: as many as a run has looks.
const MOST = 100

export function traceBytes({ digests, prints, course }: RunTrace): Uint8Array<ArrayBuffer> {
  const kept = prints.slice(0, MOST)
  const corners = course.slice(0, MOST)
  const digestsAt = 1 + kept.length * PRINT_BYTES + (corners.length > 0 ? 1 + corners.length * CORNERS_BYTES : 0)
  const bytes = new Uint8Array(digestsAt + Math.min(MOST * 3, digests.length) * DIGEST_BYTES)
  const view = new DataView(bytes.buffer)
  bytes[0] = kept.length | (corners.length > 0 ? WITH_COURSE : 0)
  kept.forEach((print, place) => print.forEach((word, at) => view.setInt32(1 + place * PRINT_BYTES + at * 4, word)))
  const courseAt = 1 + kept.length * PRINT_BYTES
  if (corners.length > 0) bytes[courseAt] = corners.length
  corners.forEach((each, place) => each.forEach((value, at) => view.setInt16(courseAt + 1 + place * CORNERS_BYTES + at * 2, value)))
  digests.slice(0, MOST * 3).forEach((digest, place) => bytes.set(Buffer.from(digest, 'hex'), digestsAt + place * DIGEST_BYTES))
  return bytes
}

export function traceOf(bytes: Uint8Array): RunTrace {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [first = 0] = bytes
  const prints = Array.from({ length: first & ~WITH_COURSE }, (_, place) =>
    Int32Array.from({ length: PRINT_BYTES / 4 }, (__, at) => view.getInt32(1 + place * PRINT_BYTES + at * 4)),
  )
  const courseAt = 1 + prints.length * PRINT_BYTES
  const withCourse = (first & WITH_COURSE) !== 0
  const course = Array.from({ length: withCourse ? (bytes[courseAt] ?? 0) : 0 }, (_, place) =>
    Int16Array.from({ length: CORNERS_BYTES / 2 }, (__, at) => view.getInt16(courseAt + 1 + place * CORNERS_BYTES + at * 2)),
  )
  const rest = Buffer.from(bytes.subarray(courseAt + (withCourse ? 1 + course.length * CORNERS_BYTES : 0)))
  const digests = Array.from({ length: Math.floor(rest.length / DIGEST_BYTES) }, (_, place) =>
    rest.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES).toString('hex'),
  )
  return { digests, prints, course }
}

export type ReplayReading = {
  // Frames that are, pixel for pixel, frames of an earlier run.
  readonly exact: number
  // The largest share of moving frames that one earlier run has too: the same scene or, of a document, the same place by one map for all.
  readonly alike: number
  readonly runs: number
}

export const NO_REPLAY: ReplayReading = { exact: 0, alike: 0, runs: 0 }

// Two frames show the same scene when at most this many of 256 bits differ. Measured on frames of movements: of three films that are shown again,
// encoded anew, 38 to 81 per cent come so near to one of before, zoomed by 3 per cent 21 to 56, zoomed by 6 per cent 21 to 44; of 45 films in
// which two people sit before one wall again and again, half a centimetre elsewhere, at most 26 per cent to any of the earlier ones.
const LIKE_BITS = 6
// Fewer moving frames than this prove nothing.
const LEAST_MOVING = 6

// The same person at rest in the same room looks alike on any day, so only moving frames can prove a recording.
export function findReplay({ digests, prints, course }: RunTrace, earlier: readonly RunTrace[]): ReplayReading {
  const own = new Set(digests)
  return earlier.reduce<ReplayReading>((worst, other) => {
    const exact = other.digests.filter((digest) => own.has(digest)).length
    const alike = prints.filter((print) => other.prints.some((known) => areAlike(print, known, LIKE_BITS))).length
    const scenes = prints.length < LEAST_MOVING ? 0 : alike / prints.length
    return worseOf(worst, { exact, alike: Math.max(scenes, sharedCourse(course, other.course)), runs: 1 })
  }, NO_REPLAY)
}

export const worseOf = (one: ReplayReading, other: ReplayReading): ReplayReading => ({
  exact: Math.max(one.exact, other.exact),
  alike: Math.max(one.alike, other.alike),
  runs: one.runs + other.runs,
})
