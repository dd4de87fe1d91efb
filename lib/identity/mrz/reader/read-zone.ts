// Reads the machine readable zone of one picture: every place as probabilities, so that several pictures can vote.
import type { GreyImage } from '../../engine/image'
import { parseMrz, type MrzFormat } from '../parse'
import { findBands, inkOf, type Band } from './bands'
import { readLine, type LineReading } from './cells'
import { decodeZone, LENGTHS, type Decoded } from './grammar'
import { findRows, zonesOf, type Row } from './rows'

export type ZoneReading = Decoded & {
  readonly format: MrzFormat
  readonly reading: readonly LineReading[]
  // Mean and least log-probability of the characters read, before any repair.
  readonly confidence: number
  readonly weakest: number
  // Top and bottom of the zone as parts of the picture's height.
  readonly extent: { readonly top: number; readonly bottom: number }
  // Rules of the format that the lines break.
  readonly problems: number
}

const MIN_CONFIDENCE = -1.2
// Log-probabilities, of the mean and of the least certain character, above which the search ends, even if check digits are wrong.
const CERTAIN = -0.1
const CERTAIN_CHARACTER = -0.7

const likelihoods = (reading: readonly LineReading[]): number[] => reading.flatMap((line) => line.map((place) => Math.max(...place)))

// Formats with two lines and with three differ in the width of a place compared with the distance between lines.
const plausible = (zone: readonly Row[], width: number, places: number): boolean => {
  const first = zone[0]?.top ?? 0
  const gap = ((zone.at(-1)?.top ?? 0) - first) / (zone.length - 1)
  const ratio = (width * 0.93) / places / gap
  return ratio > 0.29 && ratio < 0.54
}

export function scoreZone(format: MrzFormat, reading: readonly LineReading[], extent: ZoneReading['extent'], now: Date): ZoneReading {
  const decoded = decodeZone(format, reading)
  const all = likelihoods(reading)
  const parsed = parseMrz(decoded.lines, now)
  return {
    ...decoded,
    format,
    reading,
    extent,
    confidence: all.reduce((sum, value) => sum + value, 0) / all.length,
    weakest: Math.min(...all),
    problems: parsed.ok ? parsed.problems.length : 9,
  }
}

const penalty = ({ problems, confidence }: ZoneReading) => problems + Math.max(0, -confidence) * 2

function* readBand(image: GreyImage, band: Band, now: Date): Generator<ZoneReading> {
  const ink = inkOf(image, band)
  const { slope, rows } = findRows(ink)
  const scale = (band.height * 1.1 + Math.max(20, band.width * 0.05)) / ink.height
  const onImage = (y: number) => Math.max(0, Math.min(1, (band.y + (y - ink.height / 2) * scale) / image.height))
  for (const zone of zonesOf(rows)) {
    const formats: readonly MrzFormat[] = zone.length === 3 ? ['TD1'] : ['TD3', 'TD2']
    for (const format of formats) {
      if (!plausible(zone, ink.width, LENGTHS[format])) continue
      const reading = zone.map((row) => readLine(ink, slope, row, LENGTHS[format]))
      const extent = { top: onImage(zone[0]?.top ?? 0), bottom: onImage(zone.at(-1)?.bottom ?? ink.height) }
      const scored = scoreZone(format, reading, extent, now)
      if (scored.confidence >= MIN_CONFIDENCE) yield scored
    }
  }
}

// The zone stands at the foot of a flattened document: two lines on wide pages, three on cards.
function footBands({ width, height }: GreyImage): Band[] {
  const low = { y: 0.86, height: 0.2 }
  const tall = { y: 0.78, height: 0.36 }
  const parts = width / height < 1.5 ? [low, tall] : [tall, low]
  return parts.map((part) => ({ x: width / 2, y: height * part.y, width: width * 0.9, height: height * part.height, angle: 0 }))
}

// The search by texture costs more than reading, so on a flattened document it comes second.
function* candidates(image: GreyImage, flat: boolean): Generator<Band> {
  if (flat) yield* footBands(image)
  yield* findBands(image).slice(0, flat ? 2 : 3)
}

// `flat`: the picture is a flattened document. Null when nothing in it looks like a zone.
export function readZone(image: GreyImage, flat: boolean, now: Date): ZoneReading | null {
  let best: ZoneReading | null = null
  for (const band of candidates(image, flat)) {
    for (const zone of readBand(image, band, now)) {
      if (!best || penalty(zone) < penalty(best)) best = zone
      if (best.confidence > CERTAIN && (best.problems === 0 || best.weakest > CERTAIN_CHARACTER)) return best
    }
  }
  return best
}
