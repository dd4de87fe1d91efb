// Finds the lines of text in a strip: the slope at which rows separate best, and where each row begins and ends.
import type { Ink } from './bands'

export type Row = { readonly top: number; readonly bottom: number }

// `slope` is the fall of the lines in pixels per pixel, about the strip's middle.
export type Rows = { readonly slope: number; readonly rows: readonly Row[] }

// Pixels between which ink is compared: about a stroke's width.
const STROKE = 4

// How ink changes along the line. Letters do so all the time; the edge of a page, a fold or a shade, darker than any print, does not.
function changesOf({ strong }: Ink): Float32Array {
  const changes = new Float32Array(strong.length)
  for (let at = STROKE; at < strong.length; at++) changes[at] = Math.abs((strong[at] as number) - (strong[at - STROKE] as number))
  return changes
}

function profileAt(changes: Float32Array, { width, height }: Ink, slope: number): Float32Array {
  const profile = new Float32Array(height)
  for (let x = 0; x < width; x += 3) {
    const shift = Math.round(slope * (x - width / 2))
    const first = Math.max(0, -shift)
    const last = Math.min(height, height - shift)
    for (let y = first; y < last; y++) profile[y] = (profile[y] as number) + (changes[(y + shift) * width + x] as number)
  }
  return profile
}

// Finds the slope of the lines. Between lines there is no ink, so the true slope gives the profile with the steepest steps.
function steepest(ink: Ink): { slope: number; profile: Float32Array } {
  const changes = changesOf(ink)
  let best: { slope: number; profile: Float32Array; steps: number } | undefined
  for (let degrees = -4; degrees <= 4; degrees += 0.25) {
    const slope = Math.tan((degrees * Math.PI) / 180)
    const profile = profileAt(changes, ink, slope)
    const steps = profile.reduce((sum, value, y) => (y === 0 ? 0 : sum + (value - (profile[y - 1] as number)) ** 2), 0)
    if (!best || steps > best.steps) best = { slope, profile, steps }
  }
  return best ?? { slope: 0, profile: profileAt(changes, ink, 0) }
}

const smoothed = (profile: Float32Array): Float32Array =>
  profile.map((_, y) => {
    const window = profile.subarray(Math.max(0, y - 3), y + 4)
    return window.reduce((sum, value) => sum + value, 0) / window.length
  })

export function findRows(ink: Ink): Rows {
  const { slope, profile } = steepest(ink)
  const smooth = smoothed(profile)
  const sorted = [...smooth].sort((a, b) => a - b)
  const quantile = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
  const threshold = quantile(0.1) + (quantile(0.95) - quantile(0.1)) * 0.35
  const rows: Row[] = []
  let top = -1
  for (let y = 0; y <= smooth.length; y++) {
    const inked = y < smooth.length && (smooth[y] as number) > threshold
    if (inked && top < 0) top = y
    if (!inked && top >= 0) {
      if (y - top > 10 && y - top < ink.height * 0.6) rows.push({ top, bottom: y })
      top = -1
    }
  }
  return { slope, rows }
}

// Neighbouring rows that could be one zone: three or two of like height, evenly spaced and close.
export function zonesOf(rows: readonly Row[]): Row[][] {
  const zones: Row[][] = []
  const ratio = (values: number[]) => Math.max(...values) / Math.min(...values)
  for (const count of [3, 2]) {
    for (let start = 0; start + count <= rows.length; start++) {
      const zone = rows.slice(start, start + count)
      const heights = zone.map(({ top, bottom }) => bottom - top)
      const gaps = zone.slice(1).map(({ top }, at) => top - (zone[at]?.top ?? top))
      if (ratio(heights) < 1.7 && ratio(gaps) < 1.5 && Math.max(...gaps) < 3.6 * Math.max(...heights)) zones.push(zone)
    }
  }
  return zones
}

// Pixels of the strip: how far the ink between two lines is followed up and down, and how far beside it a letter is touched by it.
const BETWEEN = 3
const BESIDE = 6

// What runs on where the lines of a zone are apart is no letter: the edge of a page, the cover around it, its shade, a finger. As much ink is taken
// from the whole column, because it would be taken for the end of the lines.
export function withoutStripes(ink: Ink, slope: number, zone: readonly Row[]): Ink {
  const { width, height } = ink
  const gaps = zone.slice(1).map(({ top }, at) => Math.round(((zone[at]?.bottom ?? top) + top) / 2))
  const stripes = Float32Array.from({ length: width }, (_, x) => {
    const shift = Math.round(slope * (x - width / 2))
    const darkest = (middle: number) => {
      let dark = 0
      for (let y = Math.max(0, middle + shift - BETWEEN); y <= Math.min(height - 1, middle + shift + BETWEEN); y++)
        dark = Math.max(dark, ink.strong[y * width + x] as number)
      return dark
    }
    return Math.min(...gaps.map(darkest))
  })
  const wide = stripes.map((_, x) => Math.max(...stripes.subarray(Math.max(0, x - BESIDE), x + BESIDE + 1)))
  return { ...ink, strong: ink.strong.map((dark, at) => Math.max(0, dark - (wide[at % width] as number))) }
}
