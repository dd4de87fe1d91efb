// What a frame shows as 256 bits that survive another encoding. Around a face they survive zoom, crop and shift as well: the face itself says
// where the scene begins and how large it is. The bits are signs of sums that a key of the installation chooses: without it they say nothing of the scene,
// and no picture or template of a face can be made of them.
import { createHash, createHmac } from 'node:crypto'
import type { RgbImage } from '../engine/image'
import type { Landmarks } from '../face/landmarks'

// Cells along each side of the scene, which reaches so many mean radii of the face from its middle: with the room beside it.
const SIDE = 24
const REACH = 2.5
// Samples of a cell along each side: about every pixel. With fewer, noise of the sensor changed as many bits as another place did.
const SAMPLES = 12
const BITS = 256

type Frame = { x: number; y: number; half: number }

// Means over all landmarks hardly tremble.
function frameOf(landmarks: Landmarks): Frame {
  const count = landmarks.length
  const x = landmarks.reduce((sum, [left]) => sum + left, 0) / count
  const y = landmarks.reduce((sum, [, top]) => sum + top, 0) / count
  const square = landmarks.reduce((sum, [left, top]) => sum + (left - x) ** 2 + (top - y) ** 2, 0) / count
  return { x, y, half: Math.sqrt(square) * REACH }
}

// Mean brightness of each cell.
function cellsOf({ width, height, data }: RgbImage, { x, y, half }: Frame): Float32Array {
  const cells = new Float32Array(SIDE * SIDE)
  const step = (2 * half) / (SIDE * SAMPLES)
  for (let row = 0; row < SIDE * SAMPLES; row++) {
    const top = Math.max(0, Math.min(height - 1, Math.round(y - half + (row + 0.5) * step)))
    for (let column = 0; column < SIDE * SAMPLES; column++) {
      const left = Math.max(0, Math.min(width - 1, Math.round(x - half + (column + 0.5) * step)))
      const at = (top * width + left) * 3
      const cell = Math.floor(row / SAMPLES) * SIDE + Math.floor(column / SAMPLES)
      cells[cell] = (cells[cell] ?? 0) + ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) / 256
    }
  }
  return cells.map((sum) => sum / SAMPLES ** 2)
}

// Differences between neighbours, weak ones lifted and noise left out, so that a plain wall tells nothing and one edge not all.
function edgesOf(cells: Float32Array): Float32Array {
  const edges = new Float32Array(2 * SIDE * SIDE)
  const pressed = (difference: number) => Math.sign(difference) * Math.sqrt(Math.max(0, Math.abs(difference) - 1.5))
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const at = row * SIDE + column
      if (column > 0) edges[2 * at] = pressed((cells[at] ?? 0) - (cells[at - 1] ?? 0))
      if (row > 0) edges[2 * at + 1] = pressed((cells[at] ?? 0) - (cells[at - SIDE] ?? 0))
    }
  }
  return edges
}

const tables = new Map<string, Int8Array>()

// For each bit and edge 1 or -1: whether the edge is added or taken away.
function signsOf(key: string): Int8Array {
  const known = tables.get(key)
  if (known) return known
  const bytes = Buffer.concat(
    Array.from({ length: (BITS * 2 * SIDE * SIDE) / 8 / 64 }, (_, block) => createHash('sha512').update(`${key} ${block}`).digest()),
  )
  const signs = Int8Array.from({ length: bytes.length * 8 }, (_, place) => ((bytes[place >> 3] ?? 0) & (1 << (place & 7)) ? 1 : -1))
  tables.set(key, signs)
  return signs
}

export const scenePrint = (image: RgbImage, landmarks: Landmarks, key: string): string => printOfSquare(image, frameOf(landmarks), key)

// Of the largest square in the middle of a picture, wherever in it something lies.
export const picturePrint = (image: RgbImage, key: string): string =>
  printOfSquare(image, { x: image.width / 2, y: image.height / 2, half: Math.min(image.width, image.height) / 2 }, key)

// Hexadecimal, 64 characters.
function printOfSquare(image: RgbImage, square: Frame, key: string): string {
  const edges = edgesOf(cellsOf(image, square))
  const signs = signsOf(key)
  const bits = Buffer.alloc(BITS / 8)
  for (let bit = 0; bit < BITS; bit++) {
    let sum = 0
    for (let at = 0, place = bit * edges.length; at < edges.length; at++, place++) sum += (signs[place] as number) * (edges[at] as number)
    if (sum > 0) bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return bits.toString('hex')
}

// Of pixels: bytes may be appended to a file, and comments changed.
export const pixelDigest = (image: RgbImage, key: string): string => createHmac('sha256', key).update(image.data).digest('hex').slice(0, 16)
