// A frame as the browser uploads it during a step, and the hash chain that fixes which frames came in which order.
import { createHash } from 'node:crypto'

export type CameraFrame = {
  // Position within the step, from 0, without gaps.
  readonly seq: number
  // Milliseconds on the browser's monotonic clock (performance.now), so a changed wall clock cannot disturb it.
  readonly capturedAt: number
  // Milliseconds on the server's clock when the frame arrived.
  readonly receivedAt: number
  // The nonce of the step the frame claims to belong to.
  readonly nonce: string
  // JPEG as the camera sees it: never mirrored, whatever the preview shows.
  readonly jpeg: Uint8Array
}

// The frames of one step before their pictures are read. `digest` tells two films apart without reading them. The bytes that `read` answers
// belong to the caller, who may hand them to another thread.
export type Film = { readonly digest: string; read(): Promise<readonly CameraFrame[]> }

export const frameDigest = (jpeg: Uint8Array): string => createHash('sha256').update(jpeg).digest('hex')

// h(n) = SHA-256(h(n-1) || frame): a frame that is removed, added or moved afterwards changes the hash.
export function chainFrames(previous: string, frames: readonly Pick<CameraFrame, 'jpeg'>[]): string {
  return frames.reduce((link, frame) => createHash('sha256').update(Buffer.from(link, 'hex')).update(frame.jpeg).digest('hex'), previous)
}

// The chain of a step begins with its nonce, so frames recorded for another step give another chain.
export const chainStart = (nonce: string): string => createHash('sha256').update(nonce, 'utf8').digest('hex')
