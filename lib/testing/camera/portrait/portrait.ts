// The synthetic person: a public-domain photograph with its face landmarks, and a second person reshaped from it.
import path from 'node:path'
import { readImage, type Image } from '../image'
import mesh from './landmarks.json' with { type: 'json' }

export type Point = { x: number; y: number; z: number }
export type Triangle = readonly [number, number, number]
/** A photograph, its 478 landmarks in pixels and the triangles of the mesh between them. */
export type Portrait = { photo: Image; landmarks: Point[]; triangles: Triangle[] }

export async function holderPortrait(): Promise<Portrait> {
  const photo = await readImage(path.join(import.meta.dirname, 'portrait.jpg'))
  const landmarks = mesh.landmarks.map(([x = 0, y = 0, z = 0]) => ({ x, y, z }))
  const triangles = mesh.triangles.map(([a = 0, b = 0, c = 0]): Triangle => [a, b, c])
  return { photo, landmarks, triangles }
}

/** Somebody else: strength 1 is another person to a face matcher (distance 0.71), 0.5 a doubtful case (0.54). */
export async function strangerPortrait(strength = 1): Promise<Portrait> {
  return reshape(await holderPortrait(), strength)
}

// landmark, shift to the side and down, reach; in face widths and (for down) face heights
const features: [landmark: number, side: number, down: number, reach: number][] = [
  [468, 0.07, -0.03, 0.13],
  [473, -0.07, -0.03, 0.13],
  [4, 0, 0.08, 0.14],
  [61, 0.06, 0.05, 0.14],
  [291, -0.06, 0.05, 0.14],
  [172, -0.12, 0.02, 0.22],
  [397, 0.12, 0.02, 0.22],
  [152, 0, 0.1, 0.22],
  [105, 0, 0.04, 0.12],
  [334, 0, 0.04, 0.12],
  [48, -0.05, 0, 0.07],
  [278, 0.05, 0, 0.07],
]

type Pull = { x: number; y: number; dx: number; dy: number; reach: number }

function reshape(portrait: Portrait, strength: number): Portrait {
  const { photo, landmarks, triangles } = portrait
  const faceWidth = Math.abs(pick(landmarks, 454).x - pick(landmarks, 234).x)
  const faceHeight = Math.abs(pick(landmarks, 152).y - pick(landmarks, 10).y)
  const pulls = features.map(([index, side, down, reach]): Pull => {
    const { x, y } = pick(landmarks, index)
    return { x, y, dx: side * strength * faceWidth, dy: down * strength * faceHeight, reach: reach * faceWidth }
  })
  const moved = landmarks.map((point) => {
    // The warp says for each new place where it came from, so a landmark's new place is found by iteration.
    let [x, y] = [point.x, point.y]
    for (let round = 0; round < 6; round++) {
      const [dx, dy] = shift(pulls, x, y)
      x = point.x + dx
      y = point.y + dy
    }
    return { x, y, z: point.z }
  })
  return { photo: warp(photo, pulls), landmarks: moved, triangles }
}

function shift(pulls: Pull[], x: number, y: number): [number, number] {
  let [dx, dy] = [0, 0]
  for (const pull of pulls) {
    const distance = ((x - pull.x) / pull.reach) ** 2 + ((y - pull.y) / pull.reach) ** 2
    if (distance > 12) continue
    const weight = Math.exp(-distance)
    dx += pull.dx * weight
    dy += pull.dy * weight
  }
  return [dx, dy]
}

function warp(photo: Image, pulls: Pull[]): Image {
  const pixels = new Uint8Array(photo.width * photo.height * 3)
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      const [dx, dy] = shift(pulls, x, y)
      samplePixel(photo, x - dx, y - dy, pixels, (y * photo.width + x) * 3)
    }
  }
  return { ...photo, pixels }
}

/** Writes the bilinear colour of `photo` (3 channels) at x, y to `target`; outside, the border's colour. */
export function samplePixel(photo: Image, x: number, y: number, target: Uint8Array, at: number): void {
  const { width, height, pixels } = photo
  const clampedX = Math.max(0, Math.min(width - 1.01, x))
  const clampedY = Math.max(0, Math.min(height - 1.01, y))
  const [left, top] = [clampedX | 0, clampedY | 0]
  const [right, low] = [clampedX - left, clampedY - top]
  const first = (top * width + left) * 3
  const second = first + width * 3
  for (let channel = 0; channel < 3; channel++) {
    const upper = (pixels[first + channel] ?? 0) * (1 - right) + (pixels[first + 3 + channel] ?? 0) * right
    const lower = (pixels[second + channel] ?? 0) * (1 - right) + (pixels[second + 3 + channel] ?? 0) * right
    target[at + channel] = upper * (1 - low) + lower * low
  }
}

export function pick<Item>(list: readonly Item[], index: number): Item {
  const item = list[index]
  if (item === undefined) throw new RangeError(`nothing at ${index}`)
  return item
}
