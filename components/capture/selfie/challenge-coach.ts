// Guides a person through the video selfie: which hint helps now, and whether what was asked can be seen. The server decides.
import type { SelfieChallenge } from '@/lib/domain/capture'
import type { FaceMeasures } from './face-measures'

export const FACE_HINTS = ['no_face', 'two_faces', 'too_dark', 'too_far', 'too_close', 'off_centre', 'look_straight', 'good'] as const
export type FaceHint = (typeof FACE_HINTS)[number]

export function faceHint(seen: FaceMeasures): FaceHint {
  if (seen.light < 55) return 'too_dark'
  if (seen.faces === 0) return 'no_face'
  if (seen.faces > 1) return 'two_faces'
  if (seen.size < 0.3) return 'too_far'
  if (seen.size > 0.85) return 'too_close'
  if (Math.abs(seen.centre.x - 0.5) > 0.16 || Math.abs(seen.centre.y - 0.5) > 0.2) return 'off_centre'
  return isStraight(seen) ? 'good' : 'look_straight'
}

/** The person's own face at rest: a mouth is wide or narrow by nature. */
export type Baseline = { mouth: number; smile: number }

const typical: Baseline = { mouth: 0.15, smile: 0.62 }

/** The medians of the latest quiet pictures; before there are any, those of a usual face. */
export function baselineOf(quiet: readonly FaceMeasures[]): Baseline {
  const median = (of: (seen: FaceMeasures) => number) => quiet.map(of).toSorted((one, other) => one - other)[quiet.length >> 1]
  return { mouth: median(({ mouth }) => mouth) ?? typical.mouth, smile: median(({ smile }) => smile) ?? typical.smile }
}

/** Left and right are the person's own. */
export function isDone(kind: SelfieChallenge, seen: FaceMeasures, rest: Baseline): boolean {
  if (seen.faces !== 1) return false
  switch (kind) {
    // Quiet pictures make the baseline, so they are not compared with it.
    case 'neutral':
      return isStraight(seen) && seen.mouth < 0.35
    case 'turn_left':
      return seen.nose > 0.68
    case 'turn_right':
      return seen.nose < 0.32
    case 'open_mouth':
      return seen.mouth > Math.max(0.4, 2 * rest.mouth)
    case 'smile':
      return seen.smile > 1.08 * rest.smile && seen.mouth < 0.4
  }
}

export const isAtRest = (seen: FaceMeasures, rest: Baseline): boolean =>
  seen.faces === 1 && isStraight(seen) && seen.mouth < Math.max(0.3, 1.5 * rest.mouth) && seen.smile < 1.06 * rest.smile

const isStraight = ({ nose }: FaceMeasures): boolean => nose > 0.38 && nose < 0.62
