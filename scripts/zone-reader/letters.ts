// Letters of a machine readable zone as the reader's cells show them: drawn at the size at which they are printed (OCR-B size I at ten
// characters to the inch), from two cuts of the typeface in six weights of ink, and spoilt as prints, wear, light and cameras spoil them.
import sharp from 'sharp'
import { CELL_HEIGHT, CELL_WIDTH, GLYPHS, normalised } from '@/lib/identity/mrz/reader/cell'
import { OCR_B, OCR_B_FACES } from '@/lib/testing/camera/documents/lettering'

const CELL_HEIGHT_PER_PITCH = CELL_HEIGHT / CELL_WIDTH

// Darkness 0..1 of one letter, `ACROSS` pixels to the pitch.
type Drawn = Float32Array

const ACROSS = 60
const DOWN = 120
/** Above and below the middle of the capitals, in pitches. */
const REACH = DOWN / ACROSS / 2
/** Stroke added to the outline of a letter, in thousandths of its em: from faint prints to spread ink. */
const WEIGHTS = [-36, -18, 0, 20, 42, 66]
const FILLER = GLYPHS.indexOf('<')

type Chance = () => number

async function drawn(outline: string, weight: number): Promise<Drawn> {
  const scale = ACROSS / OCR_B.advance
  const stroke = weight === 0 ? '' : `stroke="${weight > 0 ? '#000' : '#fff'}" stroke-width="${Math.abs(weight)}" stroke-linejoin="round"`
  const baseline = DOWN / 2 + (OCR_B.capitals / 2) * scale
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${ACROSS}" height="${DOWN}"><rect width="100%" height="100%" fill="#fff"/><path transform="translate(0 ${baseline}) scale(${scale} ${-scale})" ${stroke} d="${outline}"/></svg>`
  const pixels = await sharp(Buffer.from(svg)).greyscale().toColourspace('b-w').raw().toBuffer()
  return Float32Array.from(pixels, (light) => 1 - light / 255)
}

/** Answers one letter after the other as the classifier is to see it; `glyph` counts in GLYPHS. */
export async function letterSource(chance: Chance): Promise<(glyph: number) => Float32Array> {
  const sets: Drawn[][] = []
  for (const outlines of Object.values(OCR_B_FACES)) {
    for (const weight of WEIGHTS) sets.push(await Promise.all([...GLYPHS].map((character) => drawn(outlines[character] ?? '', weight))))
  }
  const bell = () => chance() + chance() + chance() + chance() - 2
  const among = (count: number) => Math.floor(chance() * count)
  // Every second neighbour is a filler, as in a zone.
  const neighbour = () => (chance() < 0.4 ? FILLER : among(GLYPHS.length))
  return (glyph) => {
    const set = sets[among(sets.length)] ?? []
    const pieces = [neighbour(), glyph, neighbour()].map((each) => set[each] ?? new Float32Array(ACROSS * DOWN))
    const cell = grained(cutOut(pieces, chance, bell), chance, bell)
    blurred(cell, 0.35 + chance() ** 1.6 * 1.9)
    if (chance() < 0.15) smeared(cell, 1 + among(3), chance() * Math.PI)
    return normalised(lit(cell, chance, bell))
  }
}

/** Cut at a slightly wrong place, size and slant. Sizes go from 0.8 to 1.2 of what is demanded, as prints in use do. */
function cutOut(pieces: readonly Float32Array[], chance: Chance, bell: Chance): Float32Array {
  const size = 1 / (0.98 + bell() * 0.13)
  const [wide, high] = [size * (1 + bell() * 0.05), size * (1 + bell() * 0.06)]
  const [slant, right, down] = [bell() * 0.06, bell() * 0.1, bell() * 0.08]
  const cell = new Float32Array(CELL_WIDTH * CELL_HEIGHT)
  // A letter that is printed smaller keeps its pitch: only within its place it shrinks.
  for (let y = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < CELL_WIDTH; x++) {
      let ink = 0
      for (let part = 0; part < 4; part++) {
        const across = (x + (part & 1) * 0.5 + 0.25) / CELL_WIDTH - 0.5
        const below = ((y + (part >> 1) * 0.5 + 0.25) / CELL_HEIGHT - 0.5) * CELL_HEIGHT_PER_PITCH
        const along = across + right + slant * below
        const place = Math.round(along)
        const piece = pieces[place + 1]
        if (!piece) continue
        const u = (((along - place) * wide + 0.5) * ACROSS) | 0
        const v = (((below + down) * high + REACH) * ACROSS) | 0
        if (u >= 0 && u < ACROSS && v >= 0 && v < DOWN) ink += piece[v * ACROSS + u] as number
      }
      cell[y * CELL_WIDTH + x] = ink / 4
    }
  }
  return cell
}

/** The grain of the print: holes in the ink, dots of a laser or an ink jet, scratches, and the print behind the letters. */
function grained(cell: Float32Array, chance: Chance, bell: Chance): Float32Array {
  const holes = chance() < 0.4 ? chance() * 0.5 : 0
  const dots = chance() < 0.2 ? 0.25 + chance() * 0.35 : 0
  const [dotsAcross, dotsDown] = [0.8 + chance() * 1.6, 0.8 + chance() * 1.6]
  const lines = chance() < 0.4 ? chance() * 0.3 : 0
  const [period, turn, phase] = [2 + chance() * 9, chance() * Math.PI, chance() * 6]
  const [rightwards, downwards] = [Math.cos(turn) / period, Math.sin(turn) / period]
  for (let y = 0, at = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < CELL_WIDTH; x++, at++) {
      let ink = cell[at] as number
      if (holes > 0 && ink > 0) ink *= 1 - holes * chance()
      if (dots > 0) ink *= 1 - dots * (0.5 + 0.5 * Math.sin(x * dotsAcross) * Math.sin(y * dotsDown))
      if (lines > 0) ink = Math.max(ink, lines * (0.5 + 0.5 * Math.sin((x * rightwards + y * downwards) * 2 * Math.PI + phase)) ** 3)
      cell[at] = ink
    }
  }
  if (chance() < 0.12) scratched(cell, chance, bell)
  return cell
}

/** A bright line or speck, as wear leaves it, or a dark one: dirt. */
function scratched(cell: Float32Array, chance: Chance, bell: Chance): void {
  const ink = chance() < 0.75 ? 0 : 0.7
  const [fromX, fromY, turn] = [chance() * CELL_WIDTH, chance() * CELL_HEIGHT, chance() * 2 * Math.PI]
  const length = 1 + chance() * 12
  for (let step = 0; step < length; step += 0.5) {
    const x = Math.round(fromX + step * Math.cos(turn) + bell() * 0.2)
    const y = Math.round(fromY + step * Math.sin(turn))
    if (x >= 0 && x < CELL_WIDTH && y >= 0 && y < CELL_HEIGHT) cell[y * CELL_WIDTH + x] = ink
  }
}

const kernels = new Map<number, Float32Array>()

function kernelOf(sigma: number): Float32Array {
  const rounded = Math.round(sigma * 20) / 20
  const known = kernels.get(rounded)
  if (known) return known
  const reach = Math.max(1, Math.ceil(rounded * 2.5))
  const made = Float32Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * rounded ** 2 + 1e-6)))
  const total = made.reduce((sum, value) => sum + value, 0)
  kernels.set(
    rounded,
    made.map((value) => value / total),
  )
  return kernelOf(rounded)
}

const held = new Float32Array(CELL_WIDTH * CELL_HEIGHT)

/** Out of focus: a Gaussian blur, across and then down. */
function blurred(cell: Float32Array, sigma: number): void {
  const kernel = kernelOf(sigma)
  const reach = kernel.length >> 1
  for (let y = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < CELL_WIDTH; x++) {
      let sum = 0
      for (let step = -reach; step <= reach; step++)
        sum += (kernel[step + reach] as number) * (cell[y * CELL_WIDTH + Math.max(0, Math.min(CELL_WIDTH - 1, x + step))] as number)
      held[y * CELL_WIDTH + x] = sum
    }
  }
  for (let y = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < CELL_WIDTH; x++) {
      let sum = 0
      for (let step = -reach; step <= reach; step++)
        sum += (kernel[step + reach] as number) * (held[Math.max(0, Math.min(CELL_HEIGHT - 1, y + step)) * CELL_WIDTH + x] as number)
      cell[y * CELL_WIDTH + x] = sum
    }
  }
}

/** Moved while the shutter was open. */
function smeared(cell: Float32Array, reach: number, turn: number): void {
  held.set(cell)
  for (let y = 0; y < CELL_HEIGHT; y++) {
    for (let x = 0; x < CELL_WIDTH; x++) {
      let sum = 0
      for (let step = -reach; step <= reach; step++) {
        const column = Math.max(0, Math.min(CELL_WIDTH - 1, Math.round(x + step * Math.cos(turn))))
        const line = Math.max(0, Math.min(CELL_HEIGHT - 1, Math.round(y + step * Math.sin(turn))))
        sum += held[line * CELL_WIDTH + column] as number
      }
      cell[y * CELL_WIDTH + x] = sum / (2 * reach + 1)
    }
  }
}

/** The noise of a sensor, drawn once: each cell begins at another of its values. */
const NOISE = 2 ** 16
let sensor: Float32Array | undefined

/** Faint or strong ink, noise of the sensor, and light that falls off or glares. */
function lit(cell: Float32Array, chance: Chance, bell: Chance): Float32Array {
  sensor ??= Float32Array.from({ length: NOISE }, bell)
  const first = Math.floor(chance() * (NOISE - cell.length))
  const [noise, strength, level] = [chance() ** 2 * 0.14, 0.45 + chance() * 0.55, bell() * 0.06]
  const glare = chance() < 0.2 ? (chance() - 0.3) * 0.4 : 0
  const [glareX, glareWidth] = [chance() * CELL_WIDTH, 5 + chance() * 8]
  for (let at = 0; at < cell.length; at++) {
    const soft = glare === 0 ? 0 : glare * Math.exp(-((((at % CELL_WIDTH) - glareX) / glareWidth) ** 2))
    cell[at] = Math.max(0, (cell[at] as number) * strength + level + (sensor[first + at] as number) * noise - soft)
  }
  return cell
}
