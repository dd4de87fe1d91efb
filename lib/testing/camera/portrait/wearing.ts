// The synthetic person dressed up: painted on the photograph, so that everything moves with the head.
import type { Image } from '../image'
import { pick, type Portrait } from './portrait'

export type Worn = 'plain' | 'glasses' | 'sunglasses' | 'headscarf' | 'dark skin'

const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93,
  234, 127, 162, 21, 54, 103, 67, 109,
]
const IRISES = [468, 473]

type Colour = readonly [number, number, number]

export function wearing(portrait: Portrait, worn: Worn): Portrait {
  if (worn === 'plain') return portrait
  const photo: Image = { ...portrait.photo, pixels: Uint8Array.from(portrait.photo.pixels) }
  paint({ ...portrait, photo }, worn)
  return { ...portrait, photo }
}

function paint({ photo, landmarks }: Portrait, worn: Worn): void {
  const { width, height, pixels } = photo
  const at = (index: number) => pick(landmarks, index)
  const face = Math.abs(at(454).x - at(234).x)
  const oval = OVAL.map(at)
  const [cx, cy] = [(at(234).x + at(454).x) / 2, (at(10).y + at(152).y) / 2]
  const blend = (x: number, y: number, colour: Colour, share: number) => {
    const place = (y * width + x) * 3
    for (let channel = 0; channel < 3; channel++) {
      pixels[place + channel] = (pixels[place + channel] ?? 0) * (1 - share) + (colour[channel] ?? 0) * share
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.min(...IRISES.map((index) => Math.hypot((x - at(index).x) / 1.25, y - at(index).y))) / face
      if (worn === 'glasses' && Math.abs(away - 0.15) < 0.012) blend(x, y, [30, 25, 20], 0.9)
      if (worn === 'sunglasses' && away < 0.17) blend(x, y, [18, 18, 22], 0.95)
      const inside = worn === 'headscarf' || worn === 'dark skin' ? isInside(oval, x, y) : false
      if (worn === 'headscarf' && !inside && Math.hypot((x - cx) / 0.85, y - cy + face * 0.1) < face * 0.98)
        blend(x, y, [70 + 12 * Math.sin((x + 2 * y) / 9), 60, 110], 0.95)
      if (worn === 'dark skin' && (inside || (Math.abs(x - cx) < face * 0.42 && y > cy))) {
        const place = (y * width + x) * 3
        for (const [channel, part] of [0.52, 0.44, 0.4].entries()) pixels[place + channel] = (pixels[place + channel] ?? 0) * part
      }
    }
  }
}

function isInside(outline: readonly { x: number; y: number }[], x: number, y: number): boolean {
  return outline.reduce((inside, one, at) => {
    const other = pick(outline, (at + 1) % outline.length)
    const crosses = one.y > y !== other.y > y && x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x
    return crosses ? !inside : inside
  }, false)
}
