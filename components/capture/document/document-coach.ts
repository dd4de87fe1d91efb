// Turns measurements of the live picture into the one most useful hint, and decides when to take the picture.
import { LEAST_DOCUMENT_LIGHT, sharpnessInFullLight, type Movement } from '@/lib/domain/capture'
import type { CardPose } from './card-edges'

export const DOCUMENT_HINTS = ['not_in_frame', 'closer', 'too_dark', 'glare', 'blurred', 'hold_still', 'good'] as const
export type DocumentHint = (typeof DOCUMENT_HINTS)[number]

export type DocumentMeasures = { pose: CardPose; brightness: number; glare: number; sharpness: number; movement: number }

/** Thresholds are for grey pictures 320 pixels wide, sharpness for a 1:1 cut-out; measured on 1280 x 720 cameras. */
export function documentHint({ pose, brightness, glare, sharpness, movement }: DocumentMeasures): DocumentHint {
  if (brightness < LEAST_DOCUMENT_LIGHT) return 'too_dark'
  if (pose.edges >= 4 && pose.size < 0.82) return 'closer'
  if (pose.edges < 7) return 'not_in_frame'
  if (movement > 7) return 'hold_still'
  if (glare > 0.02) return 'glare'
  if (sharpnessInFullLight(sharpness, brightness) < 32) return 'blurred'
  return 'good'
}

/** How long the picture must have been good before it is taken. */
const steadyMs = 800

/** A hint stays at least this long, so that it can be read before the next one. */
const readableMs = 900

export type Coaching = { hint: DocumentHint; since: number; goodSince: number | null }

export const startCoaching = (now: number): Coaching => ({ hint: 'not_in_frame', since: now, goodSince: null })

export function coach(before: Coaching, seen: DocumentHint, now: number): Coaching {
  const goodSince = seen === 'good' ? (before.goodSince ?? now) : null
  const mayChange = seen === 'good' || now - before.since >= readableMs
  if (seen === before.hint || !mayChange) return { ...before, goodSince }
  return { hint: seen, since: now, goodSince }
}

export const isSteady = ({ goodSince }: Coaching, now: number): boolean => goodSince !== null && now - goodSince >= steadyMs

/**
 * Whether the document is seen tilted as asked, compared with how it was held before. Named after the edge that goes away from the
 * camera: left, right, the top (forward) or the bottom (back). The server decides; this only ends the waiting early.
 */
export function isTilted(movement: Movement, rest: CardPose, now: CardPose): boolean {
  if (now.edges < 5) return false
  const sideways = now.leftToRight / rest.leftToRight
  const upright = now.topToBottom / rest.topToBottom
  switch (movement) {
    case 'tilt_left':
      return sideways < 0.9
    case 'tilt_right':
      return sideways > 1 / 0.9
    case 'tilt_forward':
      return upright < 0.9
    case 'tilt_back':
      return upright > 1 / 0.9
  }
}

const tiltedMs = 900 // how long a seen tilt is filmed
const leastTilted = 3 // frames of it: a slow phone films longer, until there are so many
const movementMs = 7_000 // when the tilt is not recognised here, the server looks for it in this much film
const leastMovement = 24 // frames of that: as above
const longestMovementMs = 20_000

/**
 * Whether the film of a movement is over. Milliseconds on one clock: `revealedAt`, when it was asked for; `tiltedSince`, since when it is seen
 * done, null when it is not; `filmed`, when each frame was taken.
 */
export function isFilmed(film: { revealedAt: number; tiltedSince: number | null; filmed: readonly number[] }, now: number): boolean {
  const { revealedAt, tiltedSince, filmed } = film
  const since = (start: number) => filmed.filter((at) => at >= start).length
  if (tiltedSince !== null && now - tiltedSince >= tiltedMs && since(tiltedSince) >= leastTilted) return true
  const given = now - revealedAt
  return given >= movementMs && (since(revealedAt) >= leastMovement || given >= longestMovementMs)
}
