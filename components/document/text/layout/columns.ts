// The order in which the lines of a page are read: columns of running text one after the other, tables and all else from line to line.

import type { Segment } from './lines'

/** What is read from top to bottom before anything else is. */
export type Area = readonly Segment[]

/** Columns are of running text: so many lines at least, with so many letters in each. Less is a table, whose lines belong together. */
const LINES = 3
const LETTERS = 18
/** Columns within columns; and places that are tried for the gap between two. */
const DEPTH = 4
const PLACES = 120

export function areasOf(segments: readonly Segment[], depth = 0): Area[] {
  const parting = depth < DEPTH ? bestParting(segments) : null
  if (parting === null) return segments.length === 0 ? [] : [segments]
  const areas: Area[] = []
  let whole: Segment[] = []
  for (const band of bandsAt(segments, parting)) {
    if (!band.columns) whole.push(...band.all)
    else {
      if (whole.length > 0) areas.push(whole)
      whole = []
      const sides = [band.left, band.right]
      if (segments.filter(({ rightToLeft }) => rightToLeft).length * 2 > segments.length) sides.reverse()
      areas.push(...sides.flatMap((side) => areasOf(side, depth + 1)))
    }
  }
  return whole.length > 0 ? [...areas, whole] : areas
}

type Band = { all: Segment[]; left: Segment[]; right: Segment[]; columns: boolean }

/** The place, in points from the left, at which a gap parts the most lines of running text. */
function bestParting(segments: readonly Segment[]): number | null {
  if (segments.length < 2 * LINES) return null
  const ends = [...new Set(segments.map(({ right }) => Math.ceil(right / 4) * 4))].toSorted((a, b) => a - b)
  const step = Math.max(1, Math.ceil(ends.length / PLACES))
  let best: { at: number; lines: number } | null = null
  for (let index = 0; index < ends.length; index += step) {
    const at = ends[index] ?? 0
    const lines = bandsAt(segments, at).reduce((sum, band) => (band.columns ? sum + band.all.length : sum), 0)
    if (lines > (best?.lines ?? 0)) best = { at, lines }
  }
  return best?.at ?? null
}

/** Lines that stand across a place, such as headings, part what is left and right of it into bands. */
function bandsAt(segments: readonly Segment[], at: number): Band[] {
  const bands: Band[] = []
  const fresh = (): Band => ({ all: [], left: [], right: [], columns: false })
  let band = fresh()
  for (const one of segments) {
    if (one.left < at && one.right > at) {
      bands.push(band, { ...fresh(), all: [one] })
      band = fresh()
    } else {
      band.all.push(one)
      ;(one.right <= at ? band.left : band.right).push(one)
    }
  }
  return [...bands, band]
    .filter(({ all }) => all.length > 0)
    .map((one) => ({ ...one, columns: isRunning(one.left) && isRunning(one.right) }))
}

function isRunning(side: readonly Segment[]): boolean {
  const letters = side.reduce((sum, { text }) => sum + text.length, 0)
  return side.length >= LINES && letters >= LETTERS * side.length
}
