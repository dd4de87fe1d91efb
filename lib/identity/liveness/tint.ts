// The colour of the light on a face and behind it, as the screen's colours change it.
import type { RgbImage } from '../engine/image'
import type { Face } from '../face/landmarks'

// Red against green and blue against green, as logarithms: of the skin, less that of what is behind, which the screen reaches less. A
// camera's white balance changes both alike, and so falls out.
export type Tint = readonly [red: number, blue: number]

const [EYE_RIGHT, EYE_LEFT] = [33, 263]
// Cheeks, forehead and the sides of the nose: skin that neither a smile nor an open mouth hides.
const SKIN = [50, 280, 151, 9, 205, 425]

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

const tintOf = ({ r, g, b }: Sum): Tint => [Math.log(r / g), Math.log(b / g)]

const LEAST_PIXELS = 60

export function measureTint(image: RgbImage, { box, landmarks }: Face): Tint | null {
  const point = (index: number) => landmarks[index] ?? [0, 0]
  const [[rx, ry], [lx, ly]] = [point(EYE_RIGHT), point(EYE_LEFT)] as [number[], number[]] as [[number, number], [number, number]]
  const reach = Math.max(3, Math.round(Math.hypot(lx - rx, ly - ry) * 0.1))
  const skin: Sum = { r: 0, g: 0, b: 0, count: 0 }
  for (const index of SKIN) {
    const [x, y] = point(index).map(Math.round) as [number, number]
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) add(skin, image, x + dx, y + dy)
  }
  const behind: Sum = { r: 0, g: 0, b: 0, count: 0 }
  const [left, right] = [box.x - box.width * 0.35, box.x + box.width * 1.35]
  for (let y = 2; y < Math.min(image.height, box.y + box.height * 0.7); y += 5) {
    for (let x = 2; x < image.width; x += 5) if (x < left || x > right) add(behind, image, x, y)
  }
  if (skin.count < LEAST_PIXELS) return null
  const [red, blue] = tintOf(skin)
  if (behind.count < LEAST_PIXELS) return [red, blue]
  const [redBehind, blueBehind] = tintOf(behind)
  return [red - redBehind, blue - blueBehind]
}
