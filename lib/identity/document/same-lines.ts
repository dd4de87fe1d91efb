// Whether a document that is moved shows the lines that were read of it while it was still: what has no portrait is told by them.
import { toGrey, type RgbImage } from '../engine/image'
import { GLYPHS } from '../mrz/reader/cell'
import type { LineReading } from '../mrz/reader/cells'
import { readZone } from '../mrz/reader/read-zone'

// Log-probabilities: of what is read with certainty, and of what it certainly is not. The lines of one card, tilted by up to 34 degrees under a
// reflection, had no such place in any picture; those of another holder had 27 or more of 90.
const CERTAIN = -0.1
const NEVER = -4
// Of all places, whatever they look most like: less is no reading.
const LEAST_CONFIDENCE = -0.6

/** In how many places of the lines something else is certainly seen. */
export const otherPlaces = (known: readonly string[], reading: readonly LineReading[]): number =>
  reading.flatMap((line, row) =>
    line.filter((place, at) => {
      const expected = place[GLYPHS.indexOf(known[row]?.charAt(at) ?? '')]
      return expected !== undefined && expected < NEVER && Math.max(...place) > CERTAIN
    }),
  ).length

/** Null where the lines cannot be read, or have another form: that accuses nobody. */
export function otherCharacters(flat: RgbImage, known: readonly string[], now: Date): number | null {
  const seen = readZone(toGrey(flat), true, now)
  if (!seen || seen.confidence < LEAST_CONFIDENCE) return null
  const sameForm = seen.lines.length === known.length && seen.lines.every(({ length }, row) => length === known[row]?.length)
  return sameForm ? otherPlaces(known, seen.reading) : null
}
