// The document's movement challenge: which way the signer must tilt or move it while the camera looks.
import { randomNonce, randomOrder, type RandomBytes } from '../random'

// Directions are the document's own, as it is read: its left edge is where the lines of text begin. "Away" is away from
// the camera, so that edge becomes the shorter one in the picture.
export const DOCUMENT_MOVEMENTS = ['tilt_top_away', 'tilt_bottom_away', 'tilt_left_away', 'tilt_right_away', 'move_closer'] as const

export type DocumentMovement = (typeof DOCUMENT_MOVEMENTS)[number]

// Frames of the step begin with the document flat, facing the camera; then it moves as asked, and need not come back.
export type DocumentChallenge = {
  readonly movement: DocumentMovement
  readonly nonce: string
  // From revealing the movement to the last frame.
  readonly deadlineMs: number
}

const MOVEMENT_DEADLINE_MS = 12_000

export function planDocumentMovement(random: RandomBytes): DocumentChallenge {
  const [movement = 'tilt_top_away'] = randomOrder(random, DOCUMENT_MOVEMENTS)
  return { movement, nonce: randomNonce(random), deadlineMs: MOVEMENT_DEADLINE_MS }
}
