// Pictures as plain pixels: decoded from an uploaded JPEG within limits, scaled, turned to grey.
import sharp, { type Sharp } from 'sharp'
import { FRAME_LIMITS } from '../../domain/capture'

export type RgbImage = { readonly width: number; readonly height: number; readonly data: Uint8Array }

export type GreyImage = { readonly width: number; readonly height: number; readonly data: Uint8Array }

export class UnreadableFrame extends Error {}

// EXIF rotation applied. A decompression bomb stops here, whatever its first header said when it was taken.
const openFrame = (jpeg: Uint8Array): Sharp => sharp(jpeg, { limitInputPixels: FRAME_LIMITS.pixels, failOn: 'error' }).rotate()

// Alpha removed, at most `longSide` pixels. Rejects with UnreadableFrame what is no picture.
export async function decodeFrame(jpeg: Uint8Array, longSide: number): Promise<RgbImage> {
  try {
    const { data, info } = await openFrame(jpeg)
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`${info.channels} channels`)
    return { width: info.width, height: info.height, data }
  } catch (cause) {
    throw new UnreadableFrame('the frame is not a readable picture', { cause })
  }
}

// Rec. 601 luma.
export function toGrey({ width, height, data }: RgbImage): GreyImage {
  const grey = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < grey.length; at++, from += 3) {
    grey[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8
  }
  return { width, height, data: grey }
}

export const encodeJpeg = async ({ width, height, data }: RgbImage, quality: number): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()
