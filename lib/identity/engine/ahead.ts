// Frames decoded one ahead: the next one is decoded beside this thread, which is busy with the one before.
import type { CameraFrame } from '../frame'
import { decodeFrame, UnreadableFrame, type RgbImage } from './image'

export type Decoded = { readonly frame: CameraFrame; readonly image: RgbImage | null }

// `image` is null for what is no picture.
export async function* decodedAhead(frames: readonly CameraFrame[], longSide: number): AsyncGenerator<Decoded> {
  const decode = async (frame: CameraFrame): Promise<RgbImage | null> => {
    try {
      return await decodeFrame(frame.jpeg, longSide)
    } catch (error) {
      if (error instanceof UnreadableFrame) return null
      throw error
    }
  }
  let next = frames[0] && decode(frames[0])
  for (const [at, frame] of frames.entries()) {
    const image = (await next) ?? null
    const following = frames[at + 1]
    next = following && decode(following)
    // Whoever stops in the middle leaves this promise behind, and its failure is nobody's.
    next?.catch(() => undefined)
    yield { frame, image }
  }
}
