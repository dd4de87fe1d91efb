// The film of one side as the browser takes it: the document flat, then moved as asked. Its first frames are the stills.
import type { CameraFrame } from '../frame'
import type { Policy } from '../policy'
import type { DocumentFrames } from './analyse'
import type { DocumentSide, DocumentType, Movement } from '../../domain/capture'

export type SideFilm = {
  readonly side: DocumentSide
  readonly documentType: DocumentType
  readonly movement: Movement
  // When the browser says it asked for the movement, on the frames' clock.
  readonly shownAt: number | null
  // When the server gave the movement out, on its own clock.
  readonly givenAt: number
  readonly frames: readonly CameraFrame[]
  readonly now: Date
}

// How long the page films the document flat before it asks for the movement. Used where the page did not say when it asked.
const FLAT_MS = 700
const STILLS = 5

export function documentFrames(
  { side, documentType, movement, givenAt, frames, now, ...film }: SideFilm,
  sceneKey: string,
  { liveness }: Policy,
): DocumentFrames {
  const shownAt = film.shownAt ?? (frames[0]?.capturedAt ?? 0) + FLAT_MS
  // Nobody reacts sooner than minReactionMs, so these frames show the document at rest. The first one always counts: a slow camera may
  // take it just after the movement was asked for.
  const flat = frames.filter(({ capturedAt }, at) => at === 0 || capturedAt < shownAt + liveness.minReactionMs)
  return {
    side,
    documentType,
    now: now.getTime(),
    stills: flat.slice(0, STILLS),
    movement: { asked: movement, shownAt, givenAt, sceneKey, frames },
  }
}
