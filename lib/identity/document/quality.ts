// How well a document can be seen on one frame: its size, light, sharpness, colour and burnt-out spots, measured on the flattened document.
import { sidesOf, type Quad } from '../engine/geometry'
import { toGrey, type RgbImage } from '../engine/image'
import { sharpnessInFullLight } from '../../domain/capture'
import type { Policy } from '../policy'
import { withMats } from '../engine/opencv'

// The width at which sharpness is measured; the threshold belongs to it.
const QUALITY_WIDTH = 1000

export type Glare = {
  // Share of the flattened document.
  readonly area: number
  // Centre of the largest spot as parts of width and height; null without one.
  readonly centre: readonly [number, number] | null
  // 255 where burnt out, at half the document's resolution.
  readonly mask: Uint8Array
  readonly maskWidth: number
  readonly maskHeight: number
}

export type ShotQuality = {
  // Every corner lies inside the picture.
  readonly complete: boolean
  readonly width: number
  readonly fill: number
  readonly light: number
  readonly sharpness: number
  readonly chroma: number
  readonly glare: Glare
}

// Pixels. A corner closer to the border than this may be cut off.
const BORDER = 2

export function inFrame({ topLeft, topRight, bottomRight, bottomLeft }: Quad, frame: RgbImage): boolean {
  return [topLeft, topRight, bottomRight, bottomLeft].every(
    ([x, y]) => x > BORDER && y > BORDER && x < frame.width - BORDER && y < frame.height - BORDER,
  )
}

// Variance of the Laplacian after a median and a Gaussian: without them sensor noise counts as sharpness (measured: blur of
// two pixels with noise 967 raw, 11 denoised; a sharp card 1170 raw, 90 denoised).
function sharpness(flat: RgbImage): number {
  const grey = toGrey(flat)
  return withMats((keep, cv) => {
    const mat = keep(new cv.Mat(grey.height, grey.width, cv.CV_8UC1))
    mat.data.set(grey.data)
    const scaled = keep(new cv.Mat())
    cv.resize(mat, scaled, new cv.Size(QUALITY_WIDTH, Math.round((QUALITY_WIDTH * grey.height) / grey.width)), 0, 0, cv.INTER_AREA)
    cv.medianBlur(scaled, scaled, 3)
    cv.GaussianBlur(scaled, scaled, new cv.Size(0, 0), 1.2)
    const edges = keep(new cv.Mat())
    cv.Laplacian(scaled, edges, cv.CV_64F)
    const deviation = keep(new cv.Mat())
    cv.meanStdDev(edges, keep(new cv.Mat()), deviation)
    return (deviation.data64F[0] ?? 0) ** 2
  })
}

// Finds burnt-out spots: as bright as the sensor can measure, and colourless. Spots narrower than five pixels do not count.
export function findGlare(flat: RgbImage): Glare {
  const [width, height, data] = [flat.width >> 1, flat.height >> 1, flat.data]
  const burnt = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (2 * y * flat.width + 2 * x) * 3
      const red = data[at] ?? 0
      const green = data[at + 1] ?? 0
      const blue = data[at + 2] ?? 0
      if (red >= 238 && green >= 238 && blue >= 238 && (red >= 250 || green >= 250 || blue >= 250)) burnt[y * width + x] = 255
    }
  }
  return withMats((keep, cv) => {
    const spots = keep(new cv.Mat(height, width, cv.CV_8UC1))
    spots.data.set(burnt)
    cv.morphologyEx(spots, spots, cv.MORPH_OPEN, keep(cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(5, 5))))
    const [labels, stats, centres] = [keep(new cv.Mat()), keep(new cv.Mat()), keep(new cv.Mat())]
    const count = cv.connectedComponentsWithStats(spots, labels, stats, centres)
    let largest: { area: number; centre: readonly [number, number] } | null = null
    for (let spot = 1; spot < count; spot++) {
      const area = stats.intAt(spot, cv.CC_STAT_AREA)
      if (area <= (largest?.area ?? 0)) continue
      largest = { area, centre: [centres.doubleAt(spot, 0) / width, centres.doubleAt(spot, 1) / height] }
    }
    const area = (largest?.area ?? 0) / (width * height)
    return { area, centre: largest?.centre ?? null, mask: new Uint8Array(spots.data), maskWidth: width, maskHeight: height }
  })
}

export type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

// Share of a part of the document (parts of its width and height) that is burnt out.
export function glareWithin({ mask, maskWidth: width, maskHeight: height }: Glare, area: Area): number {
  const [left, right] = [Math.floor(area.left * width), Math.ceil(area.right * width)]
  const [top, bottom] = [Math.floor(area.top * height), Math.ceil(area.bottom * height)]
  let burnt = 0
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (mask[y * width + x] === 255) burnt++
  return burnt / Math.max(1, (right - left) * (bottom - top))
}

function lightOf({ data }: RgbImage): number {
  let [light, count] = [0, 0]
  for (let at = 0; at + 2 < data.length; at += 3 * 7) {
    light += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
    count++
  }
  return light / count
}

// Squares over which colour is averaged, so that the noise of a sensor does not count as colour.
const COLOUR_SQUARES = 48

// Mean deviation of red and blue against green from their mean over the document: the tint of the light is taken off, so that a copy under a warm
// lamp stays a copy, and a pale document under a white one does not become one.
function chromaOf(flat: RgbImage): number {
  return withMats((keep, cv) => {
    const full = keep(new cv.Mat(flat.height, flat.width, cv.CV_8UC3))
    full.data.set(flat.data)
    const small = keep(new cv.Mat())
    full.convertTo(small, cv.CV_32FC3)
    const side = { width: COLOUR_SQUARES, height: Math.round((COLOUR_SQUARES * flat.height) / flat.width) }
    cv.resize(small, small, new cv.Size(side.width, side.height), 0, 0, cv.INTER_AREA)
    const values = small.data32F
    const tints: (readonly [number, number])[] = []
    for (let at = 0; at + 2 < values.length; at += 3) {
      const [red, green, blue] = [values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0]
      const light = (red + green + blue) / 3
      // What is nearly black or burnt out has no colour to measure.
      if (light > 20 && Math.max(red, green, blue) < 250) tints.push([(red - green) / light, (blue - green) / light])
    }
    if (tints.length === 0) return 0
    const mean = (pick: (tint: readonly [number, number]) => number) => tints.reduce((sum, tint) => sum + pick(tint), 0) / tints.length
    const [usualRed, usualBlue] = [mean(([red]) => red), mean(([, blue]) => blue)]
    return mean(([red, blue]) => (Math.abs(red - usualRed) + Math.abs(blue - usualBlue)) / 2)
  })
}

// Light and focus are good enough to read anything.
export const isClear = ({ light, sharpness: measured }: Pick<ShotQuality, 'light' | 'sharpness'>, { document }: Policy): boolean =>
  light >= document.minLight && measured >= document.minSharpness

// `quad`: the corners as they are seen in the picture.
export function measureShot(frame: RgbImage, quad: Quad, flat: RgbImage): ShotQuality {
  const { top, bottom, left, right } = sidesOf(quad)
  const [width, height] = [(top + bottom) / 2, (left + right) / 2]
  const light = lightOf(flat)
  return {
    complete: inFrame(quad, frame),
    width: Math.max(width, height),
    fill: Math.max(width / frame.width, height / frame.height),
    light,
    chroma: chromaOf(flat),
    sharpness: sharpnessInFullLight(sharpness(flat), light),
    glare: findGlare(flat),
  }
}
