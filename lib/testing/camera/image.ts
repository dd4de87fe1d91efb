// Uncompressed pictures, as the renderers of the synthetic camera hand them to each other.
import sharp from 'sharp'

export type Image = { width: number; height: number; channels: 3 | 4; pixels: Uint8Array }

export async function readImage(file: string | Buffer): Promise<Image> {
  const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: 3, pixels: data }
}

export const toJpeg = (image: Image, quality = 88): Promise<Buffer> => encoder(image).jpeg({ quality }).toBuffer()

const encoder = ({ pixels, width, height, channels }: Image) => sharp(pixels, { raw: { width, height, channels } })

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
