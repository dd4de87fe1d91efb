// A card lying or held over a table, as a camera sees it: perspective, light, reflections and a hologram that changes with the angle.
import sharp from 'sharp'
import { random, type Image } from '../image'
import { pictureToCard, type Held } from './projection'

export type Light = {
  /** 1 is a well-lit room. */
  brightness: number
  /** A lamp's reflection: 0 none, 1 burnt out. It wanders over the card as the card tilts. */
  glare: number
  /** Gaussian blur in pixels: out of focus. */
  blur: number
}
/** What the document lies on, or is held over. */
export type Ground = { table: 'wood' | 'dark' | 'grey' | 'white' | 'clutter' }
export type Scene = Held & Light & Ground

const held: Held = { fill: 0.8, topAway: 0, leftAway: 0, roll: 0, shiftX: 0, shiftY: 0 }
export const resting: Scene = { ...held, brightness: 1, glare: 0, blur: 0, table: 'wood' }

const documentPicture = { width: 1280, height: 720 }

/** The card (RGBA, 10 pixels per millimetre) in the scene; null is the bare table. */
export async function renderScene(card: Image | null, scene: Scene): Promise<Image> {
  const picture: Image = { ...documentPicture, channels: 3, pixels: Uint8Array.from(table(scene)) }
  if (card) drawCard(picture, card, scene)
  if (scene.blur === 0) return picture
  const { width, height, pixels } = picture
  const blurred = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .blur(scene.blur)
    .raw()
    .toBuffer()
  return { ...picture, pixels: blurred }
}

const tables = new Map<string, Uint8Array>()

const TONES: Readonly<Record<Ground['table'], readonly [number, number, number]>> = {
  wood: [92, 72, 58],
  dark: [42, 44, 50],
  grey: [140, 142, 145],
  white: [226, 224, 220],
  clutter: [120, 110, 100],
}

/** Long grain on wood, a vignette, fine noise; clutter is papers and things of all colours. */
function table({ brightness, table: kind }: Pick<Scene, 'brightness' | 'table'>): Uint8Array {
  const key = `${kind} ${brightness}`
  const known = tables.get(key)
  if (known) return known
  const [red, green, blue] = TONES[kind]
  const { width, height } = documentPicture
  const noise = random(7)
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grain = kind !== 'wood' ? 0 : Math.sin(y / 9 + Math.sin(x / 160) * 3) * 5 + Math.sin(y / 2.3 + Math.sin(x / 90) * 2) * 3
      const corner = 1 - 0.28 * (((x / width - 0.5) * 2) ** 2 + ((y / height - 0.5) * 2) ** 2)
      const light = corner * (1 + (grain + (noise() - 0.5) * 8) / 90) * brightness
      const at = (y * width + x) * 3
      pixels[at] = Math.min(255, red * light)
      pixels[at + 1] = Math.min(255, green * light)
      pixels[at + 2] = Math.min(255, blue * light)
    }
  }
  if (kind === 'clutter') strew(pixels, brightness)
  tables.set(key, pixels)
  return pixels
}

/** Slanted sheets in front of and beside each other, printed with a fine pattern. */
function strew(pixels: Uint8Array, brightness: number): void {
  const chance = random(11)
  const { width, height } = documentPicture
  for (let thing = 0; thing < 46; thing++) {
    const [left, top, wide, high] = [chance() * width - 60, chance() * height - 60, 30 + chance() * 300, 8 + chance() * 160]
    const [colour, slant] = [[chance() * 255, chance() * 255, chance() * 255], (chance() - 0.5) * 0.8]
    for (let y = Math.max(0, Math.round(top)); y < Math.min(height, top + high); y++) {
      const from = left + slant * (y - top)
      for (let x = Math.max(0, Math.round(from)); x < Math.min(width, from + wide); x++) {
        for (let channel = 0; channel < 3; channel++)
          pixels[(y * width + x) * 3 + channel] = Math.max(
            0,
            Math.min(255, ((colour[channel] ?? 0) + ((x * 7 + y * 3) % 23) - 11) * brightness),
          )
      }
    }
  }
}

const edge = 14 // card pixels over which its shadow falls on the table

function drawCard(picture: Image, card: Image, scene: Scene): void {
  const [h0, h1, h2, h3, h4, h5, h6, h7, h8] = pictureToCard(card, picture, scene)
  const surface = surfaceOf(card, scene)
  const { width, height, pixels } = picture
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const w = h6 * x + h7 * y + h8
      const u = (h0 * x + h1 * y + h2) / w
      const v = (h3 * x + h4 * y + h5) / w
      if (u < -edge || v < -edge || u > card.width + edge || v > card.height + edge) continue
      const at = (y * width + x) * 3
      const outside = Math.max(-u, -v, u - card.width + 1, v - card.height + 1, 0)
      if (outside > 0) shade(pixels, at, 0.6 + (0.4 * outside) / edge)
      else surface(u, v, pixels, at)
    }
  }
}

function shade(pixels: Uint8Array, at: number, factor: number): void {
  for (let channel = 0; channel < 3; channel++) pixels[at + channel] = (pixels[at + channel] ?? 0) * factor
}

/** Writes the card's colour under this light at card pixel u, v over what is already in the picture. */
function surfaceOf(card: Image, scene: Scene) {
  const { pixels: source, width } = card
  const lampX = card.width * (0.66 + scene.leftAway / 75)
  const lampY = card.height * (0.3 - scene.topAway / 60)
  const lampSize = card.height * 0.17
  const hologramX = card.width * 0.8
  const hologramY = card.height * 0.36
  const hologramSize = card.height * 0.16
  const angle = (scene.topAway + scene.leftAway * 1.3) / 9
  // A camera exposes white paper a little below its limit.
  const facing = 0.93 * scene.brightness * (1 - (Math.abs(scene.topAway) + Math.abs(scene.leftAway)) / 300)
  const corner = card.height * 0.07
  return (u: number, v: number, target: Uint8Array, at: number): void => {
    const [left, top] = [Math.min(card.width - 2, u | 0), Math.min(card.height - 2, v | 0)]
    const [right, low] = [Math.min(1, u - left), Math.min(1, v - top)]
    const first = (top * width + left) * 4
    const below = first + width * 4
    const [w0, w1, w2, w3] = [(1 - right) * (1 - low), right * (1 - low), (1 - right) * low, right * low]
    const inCorner = Math.min(u, card.width - u) < corner && Math.min(v, card.height - v) < corner
    const alpha = inCorner ? (source[first + 3] ?? 0) / 255 : 1
    const lamp = scene.glare === 0 ? 0 : scene.glare * 330 * Math.exp(-((u - lampX) ** 2 + (v - lampY) ** 2) / lampSize ** 2)
    const away = ((u - hologramX) ** 2 + (v - hologramY) ** 2) / hologramSize ** 2
    for (let channel = 0; channel < 3; channel++) {
      const upper = (source[first + channel] ?? 0) * w0 + (source[first + 4 + channel] ?? 0) * w1
      const lower = (source[below + channel] ?? 0) * w2 + (source[below + 4 + channel] ?? 0) * w3
      const film = away < 1 ? 26 * (1 - away) * Math.sin(angle + away * 7 + channel * 2.1) : 0
      const lit = Math.min(255, Math.max(0, (upper + lower) * facing + film + lamp))
      target[at + channel] = alpha === 1 ? lit : (target[at + channel] ?? 0) * 0.6 * (1 - alpha) + lit * alpha
    }
  }
}
