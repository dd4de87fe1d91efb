// Compares the selfie with the portrait on the document: the median distance over several neutral faces, so one bad frame decides nothing.
import { embeddingDistance, matchScore, median } from './compare'
import type { Embedding } from './embedding'
import { atLeast, orRefer, type Finding } from '../finding'
import { EMBEDDING_MODEL } from '../models'
import { acceptScore, reviewScore, type Policy } from '../policy'

const distancesOf = (portrait: Embedding, selfie: readonly Embedding[]): number[] => selfie.map((face) => embeddingDistance(portrait, face))

export function judgeFaceMatch(portrait: Embedding, selfie: readonly Embedding[], policy: Policy): Finding {
  const distances = distancesOf(portrait, selfie)
  const distance = distances.length === 0 ? 2 : median(distances)
  const detail = { distance: Math.round(distance * 1000) / 1000, frames: distances.length }
  const score = matchScore(distance)
  const found = atLeast({ check: 'face_match', score, threshold: acceptScore(policy), model: EMBEDDING_MODEL, detail })
  return score >= reviewScore(policy) ? orRefer(found, 'FACE_UNCERTAIN') : found
}

// The portrait of the document itself, set in motion, is nearer to it than any face is that was photographed on another day.
export function judgeFaceUnlike(portrait: Embedding, selfie: readonly Embedding[], { face }: Policy): Finding {
  const distances = distancesOf(portrait, selfie)
  const score = distances.length === 0 ? 2 : median(distances)
  return orRefer(atLeast({ check: 'face_unlike_portrait', score, threshold: face.alikeDistance, model: EMBEDDING_MODEL }), 'FACE_TOO_ALIKE')
}
