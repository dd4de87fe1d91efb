// The document's movement challenge: which way the signer must tilt it while the camera looks.
import { MOVEMENTS, type Movement } from '../../domain/capture'
import { randomOrder, type RandomBytes } from '../random'

export function planMovement(random: RandomBytes): Movement {
  const [movement = 'tilt_forward'] = randomOrder(random, MOVEMENTS)
  return movement
}
