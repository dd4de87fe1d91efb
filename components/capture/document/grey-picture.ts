// A picture in shades of grey: what the live hints are computed from.

export type GreyPicture = { width: number; height: number; data: Uint8Array }

/** From the RGBA bytes of a canvas; ITU-R BT.601 luma in integers. */
export function greyFrom(width: number, height: number, rgba: Uint8ClampedArray): GreyPicture {
  const data = new Uint8Array(width * height)
  for (let pixel = 0, at = 0; pixel < data.length; pixel++, at += 4) {
    data[pixel] = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 150 + (rgba[at + 2] ?? 0) * 29) >> 8
  }
  return { width, height, data }
}

/** The shade at x, y; outside the picture, of the nearest pixel. */
export function shadeAt({ width, height, data }: GreyPicture, x: number, y: number): number {
  const column = Math.max(0, Math.min(width - 1, Math.round(x)))
  const row = Math.max(0, Math.min(height - 1, Math.round(y)))
  return data[row * width + column] ?? 0
}
