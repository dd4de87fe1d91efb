// For tests and the bench: what is shown in place of a genuine document. Prints and screens, and documents put together of two. Seeded.
import sharp from 'sharp'
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { ocrLine } from '@/lib/testing/camera/documents/lettering'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import { renderFront } from '@/lib/testing/camera/documents/render'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'
import { random, toJpeg, type Image } from '@/lib/testing/camera/image'
import { strangerPortrait } from '@/lib/testing/camera/portrait/portrait'
import { renderScene, resting } from '@/lib/testing/camera/scenes/card-scene'
import type { DocumentSide } from '../../domain/capture'
import type { DocumentFrames } from '../../identity/document/analyse'
import { drawCard, grainy, noMovement } from './document-clip'
import { generatedDocument } from './generated-documents'
import { sensor } from './grain'
import { lit, type Chance } from './picture-flaws'

export type Forgery = {
  readonly name: string
  readonly format: 'TD1' | 'TD3'
  /** What lies before the camera; `other` is a document of somebody else. */
  readonly draw: (holder: Specimen, side: DocumentSide, other: Specimen) => Promise<Image>
  /** What the camera makes of it. */
  readonly lens?: (picture: Image, chance: Chance) => Image
  /** Its height as a part of the picture's. */
  readonly fill?: number
}

const svgOf = (width: number, height: number, shapes: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`)

/** The card in the middle of something larger, by so many tenths of a millimetre on all four sides. */
async function within(card: Image, [aside, above]: readonly [number, number], colour: string, radius = 0): Promise<Image> {
  const [width, height] = [card.width + 2 * aside, card.height + 2 * above]
  const sheet = svgOf(width, height, `<rect width="${width}" height="${height}" rx="${radius}" fill="${colour}"/>`)
  const input = {
    input: Buffer.from(card.pixels),
    raw: { width: card.width, height: card.height, channels: 4 as const },
    left: aside,
    top: above,
  }
  const { data } = await sharp(sheet).composite([input]).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width, height, channels: 4, pixels: data }
}

const PAPER = '#f6f5f2'
const TELEPHONE = '#050505'
const A5 = [172, 140] as const
const BEZEL = [60, 50] as const

/** Its pixels and those of the sensor beat, in two directions. */
function beating(picture: Image, chance: Chance): Image {
  const [period, turn] = [2.1 + chance() * 0.5, chance() * 0.25]
  const wave = (along: number, every: number) => Math.sin((along * 2 * Math.PI) / every)
  return lit(picture, (x, y) => {
    const [right, down] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)]
    return 0.95 + 0.1 * wave(right, period) + 0.07 * wave(down, period * 1.07)
  })
}

/** Dots of a printing screen at 45 degrees, so many tenths of a millimetre apart: larger where it is dark. */
function inDots({ pixels: from, ...card }: Image, apart: number): Image {
  const pixels = Uint8Array.from(from)
  for (let y = 0, at = 0; y < card.height; y++) {
    for (let x = 0; x < card.width; x++, at += 4) {
      const [u, v] = [((x + y) * Math.PI * Math.SQRT2) / apart, ((x - y) * Math.PI * Math.SQRT2) / apart]
      const dot = 64 * (Math.cos(u) + Math.cos(v))
      for (let channel = 0; channel < 3; channel++) {
        const value = pixels[at + channel] ?? 0
        pixels[at + channel] = Math.max(0, Math.min(255, value + dot * (1 - Math.abs(value / 127.5 - 1))))
      }
    }
  }
  return { ...card, pixels }
}

function colourless(card: Image): Image {
  const pixels = Uint8Array.from(card.pixels)
  for (let at = 0; at + 3 < pixels.length; at += 4)
    pixels.fill(0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0), at, at + 3)
  return { ...card, pixels }
}

/** A white sheet of a card's size with three lines and nothing else. */
async function typed(holder: Specimen): Promise<Image> {
  const lines = machineReadableZone(holder).map((line, at) => ocrLine(47, 366 + at * 62, line))
  const [width, height] = [856, 540]
  const sheet = svgOf(width, height, `<rect width="${width}" height="${height}" fill="${PAPER}"/>${lines.join('')}`)
  const { data } = await sharp(sheet).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width, height, channels: 4, pixels: data }
}

/** The page of one with the two lines of the other. */
function withZoneOf(page: Image, other: Image): Image {
  const top = 690
  const [from, to] = [top * page.width * 4, page.height * page.width * 4]
  const pixels = Uint8Array.from(page.pixels)
  pixels.set(other.pixels.subarray(from, to), from)
  return { ...page, pixels }
}

export const FORGERIES: readonly Forgery[] = [
  { name: 'screen of a card, its pixels beat with the sensor', format: 'TD1', draw: drawCard, lens: beating },
  { name: 'screen of a passport page, its pixels beat', format: 'TD3', draw: drawCard, lens: beating },
  {
    name: 'telephone with its black border, pixels beat',
    format: 'TD1',
    draw: async (holder, side) => within(await drawCard(holder, side), BEZEL, TELEPHONE, 60),
    lens: beating,
  },
  {
    name: 'telephone with its black border, pixels too fine to be seen',
    format: 'TD1',
    draw: async (holder, side) => within(await drawCard(holder, side), BEZEL, TELEPHONE, 60),
  },
  {
    name: 'print on a sheet of A5',
    format: 'TD1',
    draw: async (holder, side) => within(await drawCard(holder, side), A5, PAPER),
    fill: 0.85,
  },
  {
    name: 'print cut out with a margin',
    format: 'TD1',
    draw: async (holder, side) => within(await drawCard(holder, side), [40, 40], PAPER),
  },
  { name: 'print cut out straight', format: 'TD1', draw: async (holder, side) => within(await drawCard(holder, side), [0, 0], PAPER) },
  { name: 'print in coarse dots, cut round', format: 'TD1', draw: async (holder, side) => inDots(await drawCard(holder, side), 4) },
  {
    name: 'fine print, cut round',
    format: 'TD1',
    draw: drawCard,
    lens: (picture) =>
      lit(
        picture,
        () => 0.9,
        () => 10,
      ),
  },
  { name: 'black-and-white copy, cut round', format: 'TD1', draw: async (holder, side) => colourless(await drawCard(holder, side)) },
  {
    name: 'front of one card, back of another',
    format: 'TD1',
    draw: (holder, side, other) => drawCard(side === 'front' ? holder : other, side),
  },
  {
    name: 'front of a card, typed lines of somebody else on paper',
    format: 'TD1',
    draw: (holder, side, other) => (side === 'front' ? drawCard(holder, side) : typed(other)),
  },
  {
    name: 'front of a card, its own lines typed on paper',
    format: 'TD1',
    draw: (holder, side) => (side === 'front' ? drawCard(holder, side) : typed(holder)),
  },
  {
    name: 'passport with the zone of somebody else, right digits',
    format: 'TD3',
    draw: async (holder, side, other) => withZoneOf(await drawCard(holder, side), await drawCard(other, side)),
  },
  {
    name: 'portrait exchanged, print of somebody else beside it',
    format: 'TD1',
    draw: async (holder, side, other) =>
      side === 'front' ? renderFront(other, (await strangerPortrait(1)).photo) : drawCard(holder, side),
  },
  {
    name: 'portrait exchanged, all else genuine',
    format: 'TD1',
    draw: async (holder, side) => (side === 'front' ? renderFront(holder, (await strangerPortrait(1)).photo) : drawCard(holder, side)),
  },
]

export const GENUINE: Readonly<Record<Forgery['format'], Forgery>> = {
  TD1: { name: 'genuine card', format: 'TD1', draw: drawCard },
  TD3: { name: 'genuine passport', format: 'TD3', draw: drawCard },
}

/** A holder of a state whose layout is known. */
const holderOf = (format: Forgery['format'], seed: number): Specimen => ({
  ...generatedDocument(3 * seed + (format === 'TD1' ? 0 : 2)),
  issuer: 'POL',
  nationality: 'POL',
})

const STILLS = 2
const TABLES = ['wood', 'dark', 'grey'] as const

/** The stills of one side as they are uploaded. */
export async function showForgery(forgery: Forgery, side: DocumentSide, seed: number, now: Date): Promise<DocumentFrames> {
  const { name, format, draw, lens, fill = resting.fill } = forgery
  const [holder, other] = [holderOf(format, seed), holderOf(format, seed + 50)]
  const jpegs = await keptFrames(['forged', name, holder, other, side, seed], async () => {
    const chance = random(seed * 104_729 + (side === 'front' ? 5 : 6))
    const card = await draw(holder, side, other)
    const around = (most: number) => (chance() - 0.5) * 2 * most
    const held = { topAway: around(6), leftAway: around(6), roll: around(4), table: TABLES[seed % TABLES.length] ?? 'wood' }
    const noise = sensor(seed + 1)
    const pictures: Buffer[] = []
    for (let still = 0; still < STILLS; still++) {
      const seen = await renderScene(card, { ...resting, ...held, fill, roll: held.roll + around(0.6) })
      pictures.push(await toJpeg(grainy(lens ? lens(seen, chance) : seen, 8, noise()), 86))
    }
    return pictures
  })
  const stills = jpegs.map((jpeg, seq) => ({
    seq,
    capturedAt: 1_000 + seq * 125,
    receivedAt: 1_700_000_001_000 + seq * 125,
    nonce: 'still',
    jpeg,
  }))
  const documentType = format === 'TD3' ? 'passport' : 'national_id'
  return { side, documentType, stills, movement: noMovement('tilt_left'), now: now.getTime() }
}
