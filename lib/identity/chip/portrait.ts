// The face in a chip's portrait, to compare with the selfie.
import { decodeFrame, UnreadableFrame } from '../engine/image'
import { embedFace, type Embedding } from '../face/embedding'
import { findFaces } from '../face/landmarks'

export type PortraitPicture = { readonly jpeg: Uint8Array }

const LONG_SIDE = 1024
const LEAST_CONFIDENCE = 0.4

// Null where there is no picture, or no face in it.
export async function readPortrait({ jpeg }: PortraitPicture): Promise<Embedding | null> {
  try {
    const image = await decodeFrame(jpeg, LONG_SIDE)
    const face = (await findFaces(image)).find(({ confidence }) => confidence >= LEAST_CONFIDENCE)
    return face ? await embedFace(image, face.landmarks) : null
  } catch (error) {
    if (error instanceof UnreadableFrame) return null
    throw error
  }
}
