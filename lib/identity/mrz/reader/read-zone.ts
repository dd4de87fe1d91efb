// Reads the machine readable zone of one picture: every place as probabilities, so that several pictures can vote.
import type { Quad } from '../../engine/geometry'
import type { GreyImage } from '../../engine/image'
import { otherKindOf } from '../other-kind'
import { parseMrz, type MrzFormat } from '../parse'
import { findBands, inkOf, type Band, type Ink } from './bands'
import { GLYPHS } from './cell'
import { findLine, readLine, type Line, type LineReading } from './cells'
import { decodeZone, LENGTHS, type Decoded } from './grammar'
import { findRows, withoutStripes, zonesOf, type Row } from './rows'

export type ZoneReading = Decoded & {
  readonly format: MrzFormat
  readonly reading: readonly LineReading[]
  // Mean log-probability of what each place looks most like, whatever may stand there: low where other text was taken for a zone.
  readonly confidence: number
  // Where the lines stand in the picture, from the first place to the last and from the capitals' top to their foot.
  readonly place: Quad
  // Rules of the format that the lines break.
  readonly problems: number
}

const MIN_CONFIDENCE = -1.2
// Of the first look, which is surer of itself than a reading.
const LEAST_AT_FIRST = -1.2
// Log-probabilities, of the mean and of the least certain character, above which the search ends, even if check digits are wrong.
const CERTAIN = -0.1
const CERTAIN_CHARACTER = -0.7

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const likelihoods = (reading: readonly LineReading[]): number[] => reading.flatMap((line) => line.map((place) => Math.max(...place)))

// Formats with two lines and with three differ in the width of a place compared with the distance between lines.
const plausible = (zone: readonly Row[], width: number, places: number): boolean => {
  const first = zone[0]?.top ?? 0
  const gap = ((zone.at(-1)?.top ?? 0) - first) / (zone.length - 1)
  const ratio = (width * 0.93) / places / gap
  return ratio > 0.29 && ratio < 0.72
}

export function scoreZone(format: MrzFormat, reading: readonly LineReading[], place: Quad, now: Date): ZoneReading {
  const decoded = decodeZone(format, reading)
  const parsed = parseMrz(decoded.lines, now)
  return {
    ...decoded,
    format,
    reading,
    place,
    confidence: mean(likelihoods(reading)),
    problems: parsed.ok ? parsed.problems.length : 9,
  }
}

const penalty = ({ problems, confidence }: ZoneReading) => problems + Math.max(0, -confidence) * 2

function placeOf({ width, onImage }: Ink, slope: number, rows: readonly Row[], lines: readonly Line[]): Quad {
  const at = (x: number, y: number) => onImage(x, y + slope * (x - width / 2))
  const [left, right] = [lines[0]?.left ?? 0, lines[0]?.right ?? width]
  const [lowLeft, lowRight] = [lines.at(-1)?.left ?? 0, lines.at(-1)?.right ?? width]
  const [top, bottom] = [rows[0]?.top ?? 0, rows.at(-1)?.bottom ?? 0]
  return { topLeft: at(left, top), topRight: at(right, top), bottomRight: at(lowRight, bottom), bottomLeft: at(lowLeft, bottom) }
}

// Pixels of the strip: lines that come so close to its ends may go on beyond them.
const CUT_OFF = 12
const WIDER = 1.25

function* readBand(image: GreyImage, band: Band, now: Date, mayBeCut = true): Generator<ZoneReading> {
  const ink = inkOf(image, band)
  const { slope, rows } = findRows(ink)
  let cut = false
  for (const zone of zonesOf(rows)) {
    const clear = withoutStripes(ink, slope, zone)
    const formats: readonly MrzFormat[] = zone.length === 3 ? ['TD1'] : ['TD3', 'TD2']
    const found = formats
      .filter((format) => plausible(zone, ink.width, LENGTHS[format]))
      .map((format) => ({ format, lines: zone.map((row) => findLine(clear, slope, row, LENGTHS[format])) }))
      .map((each) => ({ ...each, certainty: mean(each.lines.map(({ certainty }) => certainty)) }))
    // Lines of another length fit none of the letters.
    const [likeliest] = found.sort((a, b) => b.certainty - a.certainty)
    if (!likeliest || likeliest.certainty < LEAST_AT_FIRST) continue
    const { format, lines } = likeliest
    cut ||= lines.some(({ left, right }) => left < CUT_OFF || right > ink.width - CUT_OFF)
    const reading = lines.map((line) => readLine(ink, line))
    const scored = scoreZone(format, reading, placeOf(ink, slope, zone, lines), now)
    if (scored.confidence >= MIN_CONFIDENCE) yield scored
  }
  if (cut && mayBeCut) yield* readBand(image, { ...band, width: band.width * WIDER }, now, false)
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

const LICENCE_PLACES = 30
const LICENCE_CONFIDENCE = -0.4

const text = (line: LineReading): string => line.map((place) => GLYPHS.charAt(place.indexOf(Math.max(...place)))).join('')

// Whether the document is a driving licence, by its one line. Other text is never read with such confidence.
export function showsLicenceLine(image: GreyImage): boolean {
  for (const band of [...footBands(image), ...findBands(image).slice(0, 1)]) {
    const ink = inkOf(image, band)
    const { slope, rows } = findRows(ink)
    for (const row of rows) {
      const read = (count: number) => readLine(ink, findLine(ink, slope, row, LICENCE_PLACES, count))
      if (otherKindOf([text(read(2))]) === 'driving_licence' && mean(likelihoods([read(LICENCE_PLACES)])) > LICENCE_CONFIDENCE) return true
    }
  }
  return false
}
