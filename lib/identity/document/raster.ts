// Whether a regular raster lies over the whole document, as the pixels of a screen and the dots of a coarse print leave it: its spectrum has
// narrow peaks in two directions at the same place everywhere. Lines that a document is printed with run in one direction, and bend.
import { cornersOf, type Point, type Quad } from '../engine/geometry'
import type { GreyImage } from '../engine/image'
import { withMats, type Keep, type OpenCv } from '../engine/opencv'

// Pixels of a square of the picture, and how many stand across and down the document.
const SIDE = 128
const [ACROSS, DOWN] = [5, 3]
// Cycles in a square: below, letters and lines of print have their strength.
const LEAST_CYCLES = 24
// A JPEG's blocks of eight pixels make peaks of their own, upright and level.
const BLOCK_CYCLES = SIDE / 8
// How far perspective moves a peak from square to square, in cycles.
const NEAR = 4
// Frequencies as high as each other are compared: focus weakens the high ones.
const RING = 6

const HANN = Float32Array.from({ length: SIDE }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / SIDE))

const ofBlocks = (right: number, down: number): boolean => {
  const off = (cycles: number) => Math.abs(cycles - BLOCK_CYCLES * Math.round(cycles / BLOCK_CYCLES))
  return (Math.abs(down) < 2 && off(right) < 2) || (Math.abs(right) < 2 && off(down) < 2)
}

type Frequency = { readonly right: number; readonly down: number; readonly angle: number; readonly at: number }

// Every frequency once, to the right or straight down, ring by ring.
const RINGS: readonly (readonly Frequency[])[] = (() => {
  const rings: Frequency[][] = []
  for (let right = 0; right < SIDE / 2; right++) {
    for (let down = -SIDE / 2; down < SIDE / 2; down++) {
      const cycles = Math.hypot(right, down)
      if ((right === 0 && down <= 0) || cycles < LEAST_CYCLES || ofBlocks(right, down)) continue
      const ring = (rings[Math.floor((cycles - LEAST_CYCLES) / RING)] ??= [])
      ring.push({ right, down, angle: Math.atan2(down, right), at: ((down + SIDE) % SIDE) * SIDE + right })
    }
  }
  return rings.filter((ring) => ring.length >= 100)
})()

type Peak = Frequency & { readonly strength: number }

const acrossTo = (one: Frequency, other: Frequency) => Math.abs(Math.sin(one.angle - other.angle)) > Math.SQRT1_2

// The strongest frequency against the usual ones of its ring, and the strongest in another direction.
function peaksOf(cv: OpenCv, keep: Keep, image: GreyImage, [left, top]: Point): Peak[] {
  const values = new Float32Array(SIDE * SIDE)
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      values[y * SIDE + x] = (image.data[(top + y) * image.width + left + x] ?? 0) * (HANN[x] ?? 0) * (HANN[y] ?? 0)
  const [square, spectrum] = [keep(new cv.Mat(SIDE, SIDE, cv.CV_32FC1)), keep(new cv.Mat())]
  square.data32F.set(values)
  cv.dft(square, spectrum, cv.DFT_COMPLEX_OUTPUT)
  const parts = spectrum.data32F
  const strongest: Peak[] = RINGS.flatMap((ring) => {
    const strengths = Float32Array.from(ring, ({ at }) => (parts[2 * at] ?? 0) ** 2 + (parts[2 * at + 1] ?? 0) ** 2)
    const usual = Float32Array.from(strengths).sort()[ring.length >> 1] ?? 0
    return usual === 0
      ? []
      : ring.flatMap((one, at) => ((strengths[at] ?? 0) > 20 * usual ? [{ ...one, strength: (strengths[at] ?? 0) / usual }] : []))
  }).sort((a, b) => b.strength - a.strength)
  const [first] = strongest
  const second = first && strongest.find((one) => acrossTo(one, first))
  return first && second ? [first, second] : []
}

// Squares spread over the document, well within it.
function squaresOf(image: GreyImage, quad: Quad): Point[] {
  const [a, b, c, d] = cornersOf(quad) as [Point, Point, Point, Point]
  const between = (p: Point, q: Point, part: number): Point => [p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part]
  return Array.from({ length: ACROSS * DOWN }, (_, at) => {
    const [u, v] = [0.14 + (0.72 * (at % ACROSS)) / (ACROSS - 1), 0.2 + (0.6 * Math.floor(at / ACROSS)) / (DOWN - 1)]
    const [x, y] = between(between(a, b, u), between(d, c, u), v)
    return [Math.round(x - SIDE / 2), Math.round(y - SIDE / 2)] as const
  }).filter(([x, y]) => x >= 0 && y >= 0 && x + SIDE <= image.width && y + SIDE <= image.height)
}

// How strong a raster is, in powers of ten over what is usual: of two directions in which half of all squares have the same peak, the weaker.
export function rasterOf(image: GreyImage, quad: Quad): number {
  const squares = squaresOf(image, quad)
  const found = withMats((keep, cv) => squares.flatMap((place) => peaksOf(cv, keep, image, place)))
  const near = (one: Peak, other: Peak) =>
    Math.min(Math.hypot(one.right - other.right, one.down - other.down), Math.hypot(one.right + other.right, one.down + other.down)) <= NEAR
  const ranked = found
    .map((peak) => {
      const strengths = found.flatMap((other) => (near(peak, other) ? [other.strength] : [])).sort((a, b) => b - a)
      return { peak, strength: Math.log10(Math.max(1, strengths[Math.ceil(squares.length / 2) - 1] ?? 1)) }
    })
    .sort((a, b) => b.strength - a.strength)
  const [first] = ranked
  return (first && ranked.find(({ peak }) => acrossTo(peak, first.peak))?.strength) ?? 0
}
