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
  readonly confidence: number
}

const NOSE = 1
const [RIGHT_EAR, LEFT_EAR] = [234, 454]
const [UPPER_LIP, LOWER_LIP, INNER_RIGHT, INNER_LEFT] = [13, 14, 78, 308]
const [CORNER_RIGHT, CORNER_LEFT] = [61, 291]
const [EYE_RIGHT_OUT, EYE_RIGHT_IN, EYE_LEFT_IN, EYE_LEFT_OUT] = [33, 133, 362, 263]
const [FOREHEAD, CHIN] = [10, 152]

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
    confidence,
  }
}
