// Cuts a line into its fixed number of equally wide places and reads each: OCR-B is printed at ten characters to the inch.
import type { Ink } from './bands'
import { CELL_HEIGHT, CELL_WIDTH, GLYPHS } from './cell'
import { classifyGlyph } from './glyph-classifier'
import type { Row } from './rows'

// Log-probability per character of GLYPHS, for every place of the line.
export type LineReading = readonly Float32Array[]

// Pitch and start in pixels; `bend` a quadratic sag from an imperfectly flattened page.
type Grid = { readonly pitch: number; readonly start: number; readonly bend: number }

// Averaging over small shifts keeps a misplaced grid from sounding sure: by one pixel of the cell to each side.
const SHIFTS = [0, 1, 2]
const PATCH_WIDTH = CELL_WIDTH + 2
const PATCH_HEIGHT = CELL_HEIGHT + 2

const centre = ({ pitch, start, bend }: Grid, place: number, places: number): number => {
  const along = (place / places - 0.5) * 2
  return start + pitch * place + bend * pitch * 0.35 * (1 - along * along)
}

// Ink per column of the row, followed along the slope, summed up from the left.
function columnsOf({ width, height, strong }: Ink, slope: number, { top, bottom }: Row) {
  const columns = new Float32Array(width)
  const sums = new Float32Array(width + 1)
  for (let x = 0; x < width; x++) {
    let dark = 0
    for (let y = top; y < bottom; y += 1.5) {
      const line = (y + slope * (x - width / 2)) | 0
      if (line >= 0 && line < height) dark += strong[line * width + x] as number
    }
    columns[x] = dark
    sums[x + 1] = (sums[x] as number) + dark
  }
  return { columns, sums }
}

function extent(columns: Float32Array, sums: Float32Array): { left: number; right: number } {
  const width = columns.length
  const sorted = Array.from(columns).sort((a, b) => a - b)
  const low = sorted[Math.floor(width * 0.05)] ?? 0
  const threshold = low + ((sorted[Math.floor(width * 0.9)] ?? 0) - low) * 0.25
  const inked = (x: number, from: number, to: number) =>
    (columns[x] as number) > threshold && (sums[Math.min(width, to)] as number) - (sums[Math.max(0, from)] as number) > threshold * 5
  let left = 0
  let right = width - 1
  while (left < width && !inked(left, left, left + 8)) left++
  while (right > 0 && !inked(right, right - 7, right + 1)) right--
  return { left, right }
}

// By how much the pitch may differ from that of the line's extent: worn or faint ends make a line look shorter.
const STRETCH = 0.045
const STRETCH_STEP = 0.0025
// So many grids are looked at more closely.
const LIKELY = 4

type Weighed = Grid & { readonly cost: number }

// The grids with little ink on the borders between places: of each pitch the best, and of these the ones that are better than their neighbours.
function likelyGrids(ink: Ink, slope: number, row: Row, places: number): readonly Grid[] {
  const { columns, sums } = columnsOf(ink, slope, row)
  const { left, right } = extent(columns, sums)
  const width = columns.length
  const upTo = (at: number): number => {
    const x = Math.max(0, Math.min(width, at))
    const whole = x | 0
    return whole >= width ? (sums[width] as number) : (sums[whole] as number) + (x - whole) * (columns[whole] as number)
  }
  const expected = (right - left) / (places - 0.28)
  const best: Weighed[] = []
  for (let stretch = -STRETCH; stretch <= STRETCH; stretch += STRETCH_STEP) {
    const pitch = expected * (1 + stretch)
    let least: Weighed = { pitch, start: left, bend: 0, cost: Infinity }
    for (let offset = -0.6; offset <= 0.6; offset += 0.06) {
      const start = left + (offset - 0.14) * pitch
      if (start + pitch * places < right - pitch * 0.5 || start > left + 0.5 * pitch) continue
      for (const bend of [-1.2, -0.6, 0, 0.6, 1.2]) {
        let cost = Math.abs(bend) * 0.0001 * (sums[width] as number)
        for (let border = 0; border <= places; border++) {
          const x = centre({ pitch, start, bend }, border, places)
          cost += upTo(x + pitch * 0.1) - upTo(x - pitch * 0.1)
        }
        if (cost < least.cost) least = { pitch, start, bend, cost }
      }
    }
    best.push(least)
  }
  const lowest = best.filter(({ cost }, at) => cost <= (best[at - 1]?.cost ?? Infinity) && cost <= (best[at + 1]?.cost ?? Infinity))
  return lowest.sort((a, b) => a.cost - b.cost).slice(0, LIKELY)
}

function darknessAt({ width, height, ink }: Ink, slope: number, x: number, level: number): number {
  if (x < 0 || x >= width - 1) return 0
  const y = level + slope * (x - width / 2)
  if (y < 0 || y >= height - 1) return 0
  const column = x | 0
  const line = y | 0
  const at = line * width + column
  const right = x - column
  const upper = (ink[at] as number) * (1 - right) + (ink[at + 1] as number) * right
  const lower = (ink[at + width] as number) * (1 - right) + (ink[at + width + 1] as number) * right
  return upper + (lower - upper) * (y - line)
}

// A place with less ink than this is no filler: glare or wear has taken its character, and nobody can say which.
const LEAST_INK = 0.25

type Cell = { readonly slope: number; readonly x: number; readonly y: number; readonly pitch: number }

// The cell with one pixel more on each side.
function patchOf(ink: Ink, { slope, x, y, pitch }: Cell): Float32Array {
  const patch = new Float32Array(PATCH_WIDTH * PATCH_HEIGHT)
  const pixel = pitch / CELL_WIDTH
  for (let line = 0, at = 0; line < PATCH_HEIGHT; line++) {
    const level = y + (line + 0.5 - PATCH_HEIGHT / 2) * pixel
    for (let column = 0; column < PATCH_WIDTH; column++, at++) {
      patch[at] = darknessAt(ink, slope, x + (column + 0.5 - PATCH_WIDTH / 2) * pixel, level)
    }
  }
  return patch
}

function cellOf(patch: Float32Array, right: number, down: number): Float32Array {
  const cell = new Float32Array(CELL_WIDTH * CELL_HEIGHT)
  for (let line = 0; line < CELL_HEIGHT; line++) {
    const from = (line + down) * PATCH_WIDTH + right
    cell.set(patch.subarray(from, from + CELL_WIDTH), line * CELL_WIDTH)
  }
  return cell
}

function readCell(ink: Ink, place: Cell): Float32Array {
  const patch = patchOf(ink, place)
  const mean = new Float32Array(GLYPHS.length)
  if (!patch.some((dark) => dark >= LEAST_INK)) return mean.fill(-Math.log(mean.length))
  for (const down of SHIFTS) {
    for (const right of SHIFTS) {
      const probabilities = classifyGlyph(cellOf(patch, right, down))
      for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] as number) + (probabilities[at] as number) / 9
    }
  }
  return mean.map((probability) => Math.log(probability + 1e-9))
}

// One place in so many is looked at to choose between grids.
const LOOKED_AT = 3

// Where a line is off by half a place there is as little ink between its places as in the true grid, but what stands in them looks like nothing.
function certaintyOf(ink: Ink, cells: readonly Cell[]): number {
  const some = cells.filter((_, place) => place % LOOKED_AT === 0 || place === cells.length - 1)
  return some.reduce((sum, place) => sum + Math.log(Math.max(...classifyGlyph(cellOf(patchOf(ink, place), 1, 1)))), 0) / some.length
}

// Where the places of a line are. `left` and `right`: where the first begins and the last ends. `certainty`: mean log-probability at first sight.
export type Line = { readonly cells: readonly Cell[]; readonly left: number; readonly right: number; readonly certainty: number }

// `looked`: how many places are looked at, from the first.
export function findLine(ink: Ink, slope: number, row: Row, places: number, looked = places): Line {
  const y = (row.top + row.bottom) / 2
  const lines = likelyGrids(ink, slope, row, places).map((grid): Line => {
    const { pitch, start } = grid
    const cells = Array.from({ length: looked }, (_, place) => ({ slope, x: centre(grid, place + 0.5, places), y, pitch }))
    return { cells, left: start, right: start + pitch * places, certainty: certaintyOf(ink, cells) }
  })
  return lines.reduce((best, line) => (line.certainty > best.certainty ? line : best))
}

export const readLine = (ink: Ink, { cells }: Line): LineReading => cells.map((cell) => readCell(ink, cell))
