// Cuts the face out of a picture, turned and scaled so that eyes and nose always stand at the same places of 150x150 pixels.
import type { RgbImage } from '../engine/image'
import type { Landmarks } from './landmarks'

export const CHIP_SIZE = 150

// Eye corners and nose base of the mesh, and where dlib's mean face has them (its 5-point model, a quarter of padding around).
const MESH_POINTS = [33, 133, 362, 263, 2]
const MEAN_FACE = [
  [0.120575, 0.2137274],
  [0.3340851, 0.2290642],
  [0.6460605, 0.2289675],
  [0.8595675, 0.2134981],
  [0.4901123, 0.6277975],
] as const

const PADDING = 0.25

const place = (part: number) => ((part + PADDING) / (1 + 2 * PADDING)) * CHIP_SIZE

// x' = a (x - cx) - b (y - cy) + ux and likewise for y': rotation, scale and shift with the least squared error (Umeyama).
type Similarity = { a: number; b: number; from: readonly [number, number]; to: readonly [number, number] }

const mean = (points: readonly (readonly [number, number])[]): readonly [number, number] => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
]

function alignment(landmarks: Landmarks): Similarity {
  const chip = MEAN_FACE.map(([x, y]) => [place(x), place(y)] as const)
  const picture = MESH_POINTS.map((index) => {
    const [x, y] = landmarks[index] ?? [0, 0]
    return [x, y] as const
  })
  const [from, to] = [mean(chip), mean(picture)]
  let [dot, cross, norm] = [0, 0, 0]
  chip.forEach(([px, py], at) => {
    const [qx, qy] = picture[at] ?? to
    const [x, y, u, v] = [px - from[0], py - from[1], qx - to[0], qy - to[1]]
    dot += x * u + y * v
    cross += x * v - y * u
    norm += x * x + y * y
  })
  return { a: dot / norm, b: cross / norm, from, to }
}

function sample({ width, height, data }: RgbImage, x: number, y: number, into: Float32Array, at: number, share: number): void {
  const [cx, cy] = [Math.max(0, Math.min(width - 1.001, x)), Math.max(0, Math.min(height - 1.001, y))]
  const [column, row] = [cx | 0, cy | 0]
  const [right, down] = [cx - column, cy - row]
  // No closure here: this runs for every sample of every pixel.
  const [above, below] = [(row * width + column) * 3, ((row + 1) * width + column) * 3]
  for (let channel = 0; channel < 3; channel++) {
    const upper = (data[above + channel] ?? 0) * (1 - right) + (data[above + 3 + channel] ?? 0) * right
    const lower = (data[below + channel] ?? 0) * (1 - right) + (data[below + 3 + channel] ?? 0) * right
    into[at + channel] = (into[at + channel] ?? 0) + (upper + (lower - upper) * down) * share
  }
}

// Red, green, blue 0..255 per pixel. Several samples per pixel where the face is larger than the chip.
export function cutChip(image: RgbImage, landmarks: Landmarks): Float32Array {
  const { a, b, from, to } = alignment(landmarks)
  const samples = Math.max(1, Math.min(3, Math.round(Math.hypot(a, b))))
  const chip = new Float32Array(CHIP_SIZE * CHIP_SIZE * 3)
  for (let y = 0; y < CHIP_SIZE; y++) {
    for (let x = 0; x < CHIP_SIZE; x++) {
      for (let part = 0; part < samples * samples; part++) {
        const dx = x + ((part % samples) + 0.5) / samples - 0.5 - from[0]
        const dy = y + (Math.floor(part / samples) + 0.5) / samples - 0.5 - from[1]
        const target = (y * CHIP_SIZE + x) * 3
        sample(image, a * dx - b * dy + to[0], b * dx + a * dy + to[1], chip, target, 1 / (samples * samples))
      }
    }
  }
  return chip
}
