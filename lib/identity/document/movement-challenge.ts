// The document's movement challenge: which way the signer must tilt it while the camera looks.
import { randomOrder, type RandomBytes } from '../random'

// Named by the edge that goes away from the camera, so that it becomes the shorter one in the picture: left is where the
// lines of text begin, forward is the top, back the bottom. Moving closer is not asked for: nobody could tell it from a zoom.
export const MOVEMENTS = ['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back'] as const

export type Movement = (typeof MOVEMENTS)[number]

export function planMovement(random: RandomBytes): Movement {
  const [movement = 'tilt_forward'] = randomOrder(random, MOVEMENTS)
  return movement
}
