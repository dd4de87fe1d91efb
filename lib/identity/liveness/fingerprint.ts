// A frame as 256 bits that survive re-encoding and scaling: whether brightness rises or falls from each cell to the next.
import { openFrame, UnreadableFrame } from '../engine/image'

const SIDE = 16

// Hexadecimal, 64 characters.
export async function fingerprint(jpeg: Uint8Array): Promise<string> {
  const pixels = await openFrame(jpeg)
    .greyscale()
    .resize(SIDE + 1, SIDE, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw new UnreadableFrame('the frame is not a readable picture', { cause })
    })
  const bits = Buffer.alloc((SIDE * SIDE) / 8)
  for (let cell = 0; cell < SIDE * SIDE; cell++) {
    const at = Math.floor(cell / SIDE) * (SIDE + 1) + (cell % SIDE)
    if ((pixels[at] ?? 0) < (pixels[at + 1] ?? 0)) bits[cell >> 3] = (bits[cell >> 3] ?? 0) | (1 << (cell & 7))
  }
  return bits.toString('hex')
}
