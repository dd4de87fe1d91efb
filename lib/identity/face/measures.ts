// What a face does, as ratios of distances between landmarks: they do not change with the distance to the camera or the picture's size.
import type { Point } from '../engine/geometry'
import type { RgbImage } from '../engine/image'
import type { Face, Landmarks } from './landmarks'

export type FaceMeasures = {
  // Nose tip between the ears: 0 at the picture's left, 1 at its right, about 0.5 straight ahead. In an unmirrored picture
  // the person's own left is on the right.
  readonly nose: number
  // Opening of the lips over the width of the mouth.
  readonly mouth: number
  // Width of the mouth over the distance of the outer eye corners.
  readonly smile: number
  // Nose tip between forehead and chin: about 0.5, smaller when looking up.
  readonly nod: number
  // Distance of the eyes in pixels, tilt of their line in degrees.
  readonly eyes: number
  readonly roll: number
  // Centre of the face as parts of the picture's width and height.
  readonly centre: readonly [number, number]
  // Mean brightness 0..255 and mean squared Laplacian over the face.
  readonly light: number
  readonly sharpness: number
  // Brightness of the eyes with their lids against that of the cheeks: dark glasses hide both.
  readonly eyeLight: number
  readonly confidence: number
}

const NOSE = 1
const [RIGHT_EAR, LEFT_EAR] = [234, 454]
const [UPPER_LIP, LOWER_LIP, INNER_RIGHT, INNER_LEFT] = [13, 14, 78, 308]
const [CORNER_RIGHT, CORNER_LEFT] = [61, 291]
const [EYE_RIGHT_OUT, EYE_RIGHT_IN, EYE_LEFT_IN, EYE_LEFT_OUT] = [33, 133, 362, 263]
const [FOREHEAD, CHIN] = [10, 152]
// Outer and inner corner, fold of the lid, and below the lower lid; and the middle of the cheek beneath.
const EYES = [
  { corners: [33, 133], fold: 27, below: 23, cheek: 50 },
  { corners: [362, 263], fold: 257, below: 253, cheek: 280 },
] as const

const at = (landmarks: Landmarks, index: number): Point => {
  const [x, y] = landmarks[index] ?? [Number.NaN, Number.NaN]
  return [x, y]
}

const between = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

// How far p lies along the line from a to b: 0 at a, 1 at b. Unlike a difference of x it does not care about a tilted head.
function along(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  return ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)
}

function lightAndSharpness({ width, height, data }: RgbImage, { box }: Face): { light: number; sharpness: number } {
  const [left, top] = [Math.max(1, Math.round(box.x)), Math.max(1, Math.round(box.y))]
  const right = Math.min(width - 2, Math.round(box.x + box.width))
  const bottom = Math.min(height - 2, Math.round(box.y + box.height))
  const green = (x: number, y: number) => data[(y * width + x) * 3 + 1] ?? 0
  let [light, squares, count] = [0, 0, 0]
  for (let y = top; y < bottom; y += 2) {
    for (let x = left; x < right; x += 2) {
      const here = green(x, y)
      const edge = green(x - 1, y) + green(x + 1, y) + green(x, y - 1) + green(x, y + 1) - 4 * here
      light += here
      squares += edge * edge
      count++
    }
  }
  return count === 0 ? { light: 0, sharpness: 0 } : { light: light / count, sharpness: squares / count }
}

// Mean of the green between two corners of a rectangle.
function greenWithin({ width, height, data }: RgbImage, [x1, y1]: Point, [x2, y2]: Point): number {
  const [left, right] = [Math.max(0, Math.round(Math.min(x1, x2))), Math.min(width - 1, Math.round(Math.max(x1, x2)))]
  const [top, bottom] = [Math.max(0, Math.round(Math.min(y1, y2))), Math.min(height - 1, Math.round(Math.max(y1, y2)))]
  let [sum, count] = [0, 0]
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) [sum, count] = [sum + (data[(y * width + x) * 3 + 1] ?? 0), count + 1]
  return count === 0 ? 0 : sum / count
}

function eyeLightOf(image: RgbImage, landmarks: Landmarks): number {
  const point = (index: number) => at(landmarks, index)
  const shares = EYES.map(({ corners: [one, other], fold, below, cheek }) => {
    const reach = between(point(one), point(other)) / 4
    const [x, y] = point(cheek)
    const skin = greenWithin(image, [x - reach, y - reach], [x + reach, y + reach])
    return greenWithin(image, [point(one)[0], point(fold)[1]], [point(other)[0], point(below)[1]]) / Math.max(1, skin)
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

export function measureFace(image: RgbImage, face: Face): FaceMeasures {
  const { landmarks, confidence } = face
  const point = (index: number) => at(landmarks, index)
  const rightEye = middle(point(EYE_RIGHT_OUT), point(EYE_RIGHT_IN))
  const leftEye = middle(point(EYE_LEFT_IN), point(EYE_LEFT_OUT))
  const mouthWidth = between(point(INNER_RIGHT), point(INNER_LEFT))
  const centre = middle(point(FOREHEAD), point(CHIN))
  return {
    nose: along(point(NOSE), point(RIGHT_EAR), point(LEFT_EAR)),
    mouth: between(point(UPPER_LIP), point(LOWER_LIP)) / mouthWidth,
    smile: between(point(CORNER_RIGHT), point(CORNER_LEFT)) / between(point(EYE_RIGHT_OUT), point(EYE_LEFT_OUT)),
    nod: along(point(NOSE), point(FOREHEAD), point(CHIN)),
    eyes: between(rightEye, leftEye),
    roll: (Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]) * 180) / Math.PI,
    centre: [centre[0] / image.width, centre[1] / image.height],
    ...lightAndSharpness(image, face),
    eyeLight: eyeLightOf(image, landmarks),
    confidence,
  }
}
