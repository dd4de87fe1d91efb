// Cuts a line into its fixed number of equally wide places and reads each: OCR-B is printed at ten characters to the inch.
import type { Ink } from './bands'
import { CELL_HEIGHT, CELL_HEIGHT_PER_PITCH, CELL_WIDTH, GLYPHS } from './cell'
import { classifyGlyph } from './glyph-classifier'
import type { Row } from './rows'

// Log-probability per character of GLYPHS, for every place of the line.
export type LineReading = readonly Float32Array[]

// Pitch and start in pixels; `bend` a quadratic sag from an imperfectly flattened page.
type Grid = { readonly pitch: number; readonly start: number; readonly bend: number }

// Averaging over small shifts keeps a misplaced grid from sounding sure.
const SHIFTS_DOWN = [-0.04, 0, 0.04]
const SHIFTS_RIGHT = [-0.05, 0, 0.05]

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

// Finds the grid with the least ink on the borders between places.
function fitGrid(ink: Ink, slope: number, row: Row, places: number): Grid {
  const { columns, sums } = columnsOf(ink, slope, row)
  const { left, right } = extent(columns, sums)
  const width = columns.length
  const upTo = (at: number): number => {
    const x = Math.max(0, Math.min(width, at))
    const whole = x | 0
    return whole >= width ? (sums[width] as number) : (sums[whole] as number) + (x - whole) * (columns[whole] as number)
  }
  const expected = (right - left) / (places - 0.28)
  let best = { pitch: expected, start: left, bend: 0, cost: Infinity }
  for (let stretch = -0.035; stretch <= 0.0351; stretch += 0.0025) {
    const pitch = expected * (1 + stretch)
    for (let offset = -0.6; offset <= 0.6; offset += 0.06) {
      const start = left + (offset - 0.14) * pitch
      if (start + pitch * places < right - pitch * 0.5 || start > left + 0.5 * pitch) continue
      for (const bend of [-1.2, -0.6, 0, 0.6, 1.2]) {
        let cost = Math.abs(bend) * 0.0001 * (sums[width] as number)
        for (let border = 0; border <= places; border++) {
          const x = centre({ pitch, start, bend }, border, places)
          cost += upTo(x + pitch * 0.1) - upTo(x - pitch * 0.1)
        }
        if (cost < best.cost) best = { pitch, start, bend, cost }
      }
    }
  }
  return best
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

type Cell = { slope: number; x: number; y: number; pitch: number }

function readCell(ink: Ink, { slope, x, y, pitch }: Cell): Float32Array {
  const height = pitch * CELL_HEIGHT_PER_PITCH
  const cell = new Float32Array(CELL_WIDTH * CELL_HEIGHT)
  const mean = new Float32Array(GLYPHS.length)
  let darkest = 0
  for (const down of SHIFTS_DOWN) {
    for (const right of SHIFTS_RIGHT) {
      for (let line = 0; line < CELL_HEIGHT; line++) {
        const level = y + height * ((line + 0.5) / CELL_HEIGHT - 0.5 + down)
        for (let column = 0; column < CELL_WIDTH; column++) {
          const across = x + ((column + 0.5) / CELL_WIDTH - 0.5 + right) * pitch
          const dark = darknessAt(ink, slope, across, level)
          cell[line * CELL_WIDTH + column] = dark
          darkest = Math.max(darkest, dark)
        }
      }
      const probabilities = classifyGlyph(cell)
      for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] as number) + (probabilities[at] as number) / 9
    }
  }
  if (darkest < LEAST_INK) return mean.fill(-Math.log(mean.length))
  return mean.map((probability) => Math.log(probability + 1e-9))
}

export type ReadLine = { readonly reading: LineReading; readonly left: number; readonly right: number }

// `left` and `right`: where the first place begins and the last ends. `read`: how many places are read, from the first.
export function readLine(ink: Ink, slope: number, row: Row, places: number, read = places): ReadLine {
  const grid = fitGrid(ink, slope, row, places)
  const y = (row.top + row.bottom) / 2
  const { pitch, start } = grid
  return {
    reading: Array.from({ length: read }, (_, place) => readCell(ink, { slope, x: centre(grid, place + 0.5, places), y, pitch })),
    left: start,
    right: start + pitch * places,
  }
}
