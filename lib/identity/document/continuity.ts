// Whether two flattened pictures show the same kind of document: the correlation of their fine structure, whatever the light.
import { toGrey, type RgbImage } from '../engine/image'
import { withMats } from '../engine/opencv'

const SIZE = 64
// Corners are found within a few pixels only, so the best of small shifts counts.
const REACH = 2

// -1..1. Measured on specimens: the same document moved 0.66 or more, other kinds of documents 0.08 (one in ten above 0.31).
// Cards of one kind with different holders correlate too (0.83): this finds another kind of document, not another holder.
export function correlation(one: RgbImage, other: RgbImage): number {
  const [a, b] = [structure(one), structure(other)]
  let best = -1
  for (let down = -REACH; down <= REACH; down++) {
    for (let right = -REACH; right <= REACH; right++) best = Math.max(best, shifted(a, b, right, down))
  }
  return best
}

function shifted(a: Float32Array, b: Float32Array, right: number, down: number): number {
  let [count, sumA, sumB, dotA, dotB, dot] = [0, 0, 0, 0, 0, 0]
  for (let y = REACH; y < SIZE - REACH; y++) {
    for (let x = REACH; x < SIZE - REACH; x++) {
      const u = a[y * SIZE + x] ?? 0
      const v = b[(y + down) * SIZE + x + right] ?? 0
      count++
      sumA += u
      sumB += v
      dotA += u * u
      dotB += v * v
      dot += u * v
    }
  }
  const spread = Math.sqrt((dotA - sumA ** 2 / count) * (dotB - sumB ** 2 / count))
  return spread > 0 ? (dot - (sumA * sumB) / count) / spread : 0
}

// Scaled down, without what changes slowly over the surface.
function structure(image: RgbImage): Float32Array {
  const grey = toGrey(image)
  return withMats((keep, cv) => {
    const full = keep(new cv.Mat(grey.height, grey.width, cv.CV_8UC1))
    full.data.set(grey.data)
    const [scaled, smooth] = [keep(new cv.Mat()), keep(new cv.Mat())]
    cv.resize(full, scaled, new cv.Size(SIZE, SIZE), 0, 0, cv.INTER_AREA)
    cv.GaussianBlur(scaled, smooth, new cv.Size(0, 0), SIZE / 12)
    const slow = smooth.data as Uint8Array
    return Float32Array.from(scaled.data as Uint8Array, (value, at) => value - (slow[at] ?? 0))
  })
}
