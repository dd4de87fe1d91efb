// The colour of the light on a face, at its sides, beside it and far behind it, as the screen's colours change it.
import type { RgbImage } from '../engine/image'
import type { Face } from '../face/landmarks'

// Red against green and blue against green, as logarithms.
export type Colour = readonly [red: number, blue: number]

// Each less the colour of what is far behind, which the screen hardly reaches. A camera's white balance changes both alike, and so falls out.
export type Tint = {
  // The middle of the face.
  readonly skin: Colour
  // Its sides, which turn away from the screen; and what is beside it, further from the screen. Null where nothing can be measured.
  readonly sides: Colour | null
  readonly beside: Colour | null
}

const [EYE_RIGHT, EYE_LEFT] = [33, 263]
// Cheeks, forehead and the sides of the nose: skin that neither a smile nor an open mouth hides.
const SKIN = [50, 280, 151, 9, 205, 425]
// The outer cheeks, from the ears to the jaw.
const SIDES = [227, 447, 137, 366, 215, 435]
// The outline from the temples to the jaw, and how far outside of it something else is seen, in parts of its distance from the nose.
const OUTLINE = [127, 356, 234, 454, 93, 323, 132, 361]
const NOSE = 1
const OUTSIDE = 1.25
// How far from a face its background begins, in widths of the face. A phone held upright leaves less room: then it is the edge of the picture, in
// parts of its width, no nearer to the face than its hair.
const AWAY = 0.3
const EDGE = 0.06
const HAIR = 0.1

// sRGB to linear light, in which a reflection adds up (IEC 61966-2-1).
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
})

type Sum = { r: number; g: number; b: number; count: number }

// Burnt-out and black pixels tell nothing of the light.
function add(sum: Sum, { width, height, data }: RgbImage, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return
  const at = (y * width + x) * 3
  const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]]
  if (Math.max(r, g, b) > 250 || Math.min(r, g, b) < 4) return
  sum.r += LINEAR[r] ?? 0
  sum.g += LINEAR[g] ?? 0
  sum.b += LINEAR[b] ?? 0
  sum.count++
}

const LEAST_PIXELS = 60

const colourOf = ({ r, g, b, count }: Sum): Colour | null => (count < LEAST_PIXELS ? null : [Math.log(r / g), Math.log(b / g)])

const less = (one: Colour | null, other: Colour): Colour | null => one && [one[0] - other[0], one[1] - other[1]]

function around(image: RgbImage, places: readonly (readonly [number, number])[], reach: number): Colour | null {
  const sum: Sum = { r: 0, g: 0, b: 0, count: 0 }
  for (const [left, top] of places) {
    const [x, y] = [Math.round(left), Math.round(top)]
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) add(sum, image, x + dx, y + dy)
  }
  return colourOf(sum)
}

// To the left and to the right of the head, above the chin. The box of a face reaches far beyond it, its landmarks do not.
function farBehind(image: RgbImage, landmarks: Face['landmarks']): Colour | null {
  const sum: Sum = { r: 0, g: 0, b: 0, count: 0 }
  const [xs, ys] = [landmarks.map(([x]) => x), landmarks.map(([, y]) => y)]
  const [least, most] = [Math.min(...xs), Math.max(...xs)]
  const beyond = (room: number) =>
    Math.min(room, Math.max((most - least) * HAIR, Math.min((most - least) * AWAY, room - image.width * EDGE)))
  const [left, right] = [least - beyond(least), most + beyond(image.width - most)]
  for (let y = 2; y < Math.min(image.height, Math.max(...ys)); y += 5) {
    for (let x = 2; x < image.width; x += 5) if (x < left || x > right) add(sum, image, x, y)
  }
  return colourOf(sum)
}

// Null where face or background are black or burnt out: then nothing says which light fell on the face alone.
export function measureTint(image: RgbImage, { landmarks }: Face): Tint | null {
  const point = (index: number): [number, number] => [landmarks[index]?.[0] ?? 0, landmarks[index]?.[1] ?? 0]
  const [[rx, ry], [lx, ly]] = [point(EYE_RIGHT), point(EYE_LEFT)]
  const reach = Math.max(3, Math.round(Math.hypot(lx - rx, ly - ry) * 0.1))
  const [noseX, noseY] = point(NOSE)
  const behind = farBehind(image, landmarks)
  const skin = behind && less(around(image, SKIN.map(point), reach), behind)
  if (!skin) return null
  const outside = OUTLINE.map(point).map(([x, y]) => [noseX + (x - noseX) * OUTSIDE, noseY + (y - noseY) * OUTSIDE] as const)
  return {
    skin,
    sides: less(around(image, SIDES.map(point), reach), behind),
    beside: less(around(image, outside, reach), behind),
  }
}
