// For tests and the bench: what light, hands, print and cameras do to the picture of a document, as 25 conditions with the reasons for which a side
// may rightly be refused under each.
import sharp from 'sharp'
import type { Image } from '@/lib/testing/camera/image'
import type { Scene } from '@/lib/testing/camera/scenes/card-scene'
import type { ReasonCode } from '../../identity/reasons'

export type Chance = () => number

export type Condition = {
  readonly name: string
  readonly scene?: (chance: Chance) => Partial<Scene>
  /** Changes the document before it is photographed. */
  readonly print?: (card: Image, chance: Chance) => Promise<Image> | Image
  /** Changes the picture. */
  readonly lens?: (picture: Image, chance: Chance) => Promise<Image> | Image
  readonly grain?: number
  readonly quality?: number
  /**
   * Reasons that are right if it is refused: they name what the condition does to the picture, so that the person can change it, also where it is
   * accepted in most pictures. None: whatever is told is wrong.
   */
  readonly refused?: readonly ReasonCode[]
}

const clamped = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value)

/** Each value times `factor`, plus `added`, by the place. */
export function lit(image: Image, factor: (x: number, y: number) => number, added: (x: number, y: number) => number = () => 0): Image {
  const pixels = Uint8Array.from(image.pixels)
  for (let y = 0, at = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, at += image.channels) {
      const [times, plus] = [factor(x, y), added(x, y)]
      for (let channel = 0; channel < 3; channel++) pixels[at + channel] = clamped((pixels[at + channel] ?? 0) * times + plus)
    }
  }
  return { ...image, pixels }
}

export async function drawnOver(image: Image, shapes: string): Promise<Image> {
  const { width, height, channels, pixels } = image
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`)
  const drawn = sharp(pixels, { raw: { width, height, channels } }).composite([{ input: svg }])
  // What is drawn brings transparency of its own.
  return { ...image, pixels: await (channels === 3 ? drawn.removeAlpha() : drawn).raw().toBuffer() }
}

/** Blurred along a line of `length` pixels, as by a hand that moves. */
function smeared(image: Image, length: number, turn: number): Image {
  const { width, height, channels, pixels: from } = image
  const pixels = new Uint8Array(from.length)
  const steps = Array.from({ length }, (_, at) => at - (length - 1) / 2).map(
    (step) => [Math.round(step * Math.cos(turn)), Math.round(step * Math.sin(turn))] as const,
  )
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (const [right, down] of steps) {
          const [column, line] = [Math.max(0, Math.min(width - 1, x + right)), Math.max(0, Math.min(height - 1, y + down))]
          sum += from[(line * width + column) * channels + channel] ?? 0
        }
        pixels[at + channel] = sum / steps.length
      }
    }
  }
  return { ...image, pixels }
}

const hologram = (card: Image, chance: Chance) =>
  drawnOver(
    card,
    Array.from({ length: 7 }, () => {
      const [x, y, r, hue] = [
        card.width * (0.1 + 0.8 * chance()),
        card.height * (0.15 + 0.8 * chance()),
        40 + chance() * 90,
        Math.floor(chance() * 360),
      ]
      return `<circle cx="${x}" cy="${y}" r="${r}" fill="hsl(${hue},80%,70%)" fill-opacity=".25"/><path d="M${x - r} ${y}L${x + r} ${y - r}M${x - r} ${y + r}L${x + r} ${y}" stroke="hsl(${(hue + 120) % 360},90%,80%)" stroke-opacity=".45" stroke-width="6"/>`
    }).join(''),
  )

const worn = (card: Image, chance: Chance) =>
  drawnOver(
    card,
    Array.from({ length: 78 }, () => {
      const [x, y] = [chance() * card.width, chance() * card.height]
      return chance() < 0.5
        ? `<circle cx="${x}" cy="${y}" r="${0.8 + chance() * 2}" fill="#f4f2ee" fill-opacity=".9"/>`
        : `<path d="M${x} ${y}l${(chance() - 0.5) * 120} ${(chance() - 0.5) * 40}" stroke="#f4f2ee" stroke-opacity=".75" stroke-width="${0.6 + chance() * 1.4}"/>`
    }).join(''),
  )

const wavyLines = (card: Image, chance: Chance) => {
  const [first, second] = [40 + chance() * 60, 18 + chance() * 20]
  const lines = Array.from({ length: 40 }, (_, line) => {
    const points = Array.from(
      { length: Math.ceil(card.width / 12) + 2 },
      (__, step) =>
        `${step * 12},${((line / 38) * card.height + Math.sin((step * 12) / first + line * 0.4) * 14 + Math.sin((step * 12) / second - line * 0.3) * 6).toFixed(1)}`,
    )
    return `<polyline points="${points.join(' ')}"/>`
  })
  return drawnOver(card, `<g fill="none" stroke="#6a86b8" stroke-width="1.3" stroke-opacity=".8">${lines.join('')}</g>`)
}

/** Tints are taken away nearly all, as from an old card. */
const paled = (card: Image): Image => {
  const pixels = Uint8Array.from(card.pixels)
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const grey = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0)
    for (let channel = 0; channel < 3; channel++) pixels[at + channel] = grey + ((pixels[at + channel] ?? 0) - grey) * 0.3
  }
  return { ...card, pixels }
}

const either = (chance: Chance, size: number) => (chance() < 0.5 ? -1 : 1) * size

const moire = (picture: Image, chance: Chance) => {
  const [period, turn] = [2.1 + chance() * 0.3, 0.06 + chance() * 0.1]
  return lit(
    picture,
    (x, y) =>
      1 +
      0.13 * Math.sin(((x * Math.cos(turn) + y * Math.sin(turn)) * 2 * Math.PI) / period) +
      0.1 * Math.sin(((y * Math.cos(turn) - x * Math.sin(turn)) * 2 * Math.PI) / (period * 1.07)),
  )
}

const fingers = (picture: Image) =>
  drawnOver(picture, `<g fill="#cd9b82"><ellipse cx="215" cy="560" rx="105" ry="66"/><ellipse cx="1065" cy="565" rx="105" ry="66"/></g>`)

export const CONDITIONS: readonly Condition[] = [
  { name: 'clean' },
  {
    name: 'typical phone',
    scene: (chance) => ({ leftAway: (chance() - 0.5) * 16, topAway: (chance() - 0.5) * 16, roll: (chance() - 0.5) * 10, blur: 0.9 }),
    lens: (picture) => lit(picture, (x, y) => 1.05 - 0.25 * (x / picture.width) - 0.1 * (y / picture.height)),
    grain: 7,
    quality: 78,
  },
  { name: 'blur 1.5', scene: () => ({ blur: 1.5 }), refused: ['DOCUMENT_BLURRED'] },
  { name: 'blur 2.5', scene: () => ({ blur: 2.5 }), refused: ['DOCUMENT_BLURRED', 'DOCUMENT_UNREADABLE'] },
  {
    name: 'motion 9',
    lens: (picture, chance) => smeared(picture, 9, chance() * Math.PI),
    refused: ['DOCUMENT_BLURRED', 'DOCUMENT_UNREADABLE'],
  },
  {
    name: 'soft glare band',
    lens: (picture, chance) => {
      const [slant, middle] = [chance() - 0.5, 350 + chance() * 600]
      return lit(
        picture,
        () => 1,
        (x, y) => 120 * Math.exp(-(((x - middle - slant * (y - 360)) / 60) ** 2)),
      )
    },
    refused: ['DOCUMENT_GLARE'],
  },
  {
    name: 'burnt spot on the zone',
    lens: (picture, chance) => {
      const [x0, y0] = [400 + chance() * 480, 560 + chance() * 60]
      return lit(
        picture,
        () => 1,
        (x, y) => 420 * Math.exp(-(((x - x0) / 95) ** 2 + ((y - y0) / 50) ** 2)),
      )
    },
    refused: ['DOCUMENT_GLARE'],
  },
  { name: 'low light', scene: () => ({ brightness: 0.45 }), grain: 11, refused: ['DOCUMENT_TOO_DARK'] },
  { name: 'very dark', scene: () => ({ brightness: 0.26 }), grain: 9, refused: ['DOCUMENT_TOO_DARK'] },
  { name: 'jpeg 40', quality: 40 },
  { name: 'perspective', scene: (chance) => ({ leftAway: either(chance, 20 + chance() * 5), topAway: (chance() - 0.5) * 30, fill: 0.72 }) },
  { name: 'turned 15', scene: (chance) => ({ roll: either(chance, 12 + chance() * 3), fill: 0.66 }) },
  { name: 'sideways', scene: (chance) => ({ roll: either(chance, 90), fill: 0.55 }) },
  { name: 'upside down', scene: () => ({ roll: 180 }) },
  {
    name: 'half in shadow',
    lens: (picture, chance) => {
      const [slant, middle] = [(chance() - 0.5) * 2, 500 + chance() * 300]
      return lit(picture, (x, y) => 0.45 + 0.55 / (1 + Math.exp(-(x - middle - slant * (y - 400)) / 14)))
    },
  },
  { name: 'moire of a screen', lens: moire },
  { name: 'small in the picture', scene: () => ({ fill: 0.44 }), refused: ['DOCUMENT_TOO_FAR'] },
  { name: 'poor camera', scene: () => ({ fill: 0.72, blur: 1.2 }), grain: 14, quality: 60, refused: ['DOCUMENT_BLURRED'] },
  { name: 'hologram', print: hologram },
  { name: 'strong background print', print: wavyLines, refused: ['DOCUMENT_UNREADABLE'] },
  { name: 'worn', print: worn },
  { name: 'pale', print: paled },
  { name: 'clutter', scene: () => ({ table: 'clutter' }), refused: ['DOCUMENT_NOT_IN_FRAME'] },
  { name: 'white table', scene: () => ({ table: 'white' }), refused: ['DOCUMENT_NOT_IN_FRAME'] },
  {
    name: 'fingers over the lines',
    scene: () => ({ table: 'dark' }),
    lens: fingers,
    refused: ['DOCUMENT_NOT_IN_FRAME', 'DOCUMENT_UNREADABLE'],
  },
]
