// The faces of a test document and its holder: two points whose distance gives exactly the score that the script names.
import { matchScore } from '../face/compare'
import type { Embedding } from '../face/embedding'

const SIZE = 128

const point = (first: number, second: number): Embedding => [first, second, ...Array.from({ length: SIZE - 2 }, () => 0)]

export const PORTRAIT: Embedding = point(1, 0)

// Somebody else: farther from every other face than any policy accepts.
export const OTHER_FACE: Embedding = point(-1, 0)

// The inverse of matchScore, a logistic curve. Its middle and slope are computed from matchScore, so that they are written only once.
export function holderFace(score: number): Embedding {
  const logit = (value: number) => Math.log(value / (1 - value))
  const middle = logit(matchScore(0))
  const slope = middle - logit(matchScore(1))
  return point(1, (middle - logit(Math.min(0.999, Math.max(0.001, score)))) / slope)
}
