// What may stand where in each format, and the most likely lines that obey it. Nothing is repaired: lines whose check digits disagree stay wrong,
// because the change that makes one agree is a guess, and one guess in ten agrees by chance.
import type { MrzFormat } from '../parse'
import type { LineReading } from './cells'
import { GLYPHS } from './cell'

export const LENGTHS: Readonly<Record<MrzFormat, number>> = { TD1: 30, TD2: 36, TD3: 44 }

const CLASSES: Readonly<Record<string, string>> = {
  A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ<',
  D: '0123456789',
  E: '0123456789<',
  S: 'MFX<',
  X: GLYPHS,
}

const pattern = (text: string) => text.replace(/(\w)(\d+)/g, (_, kind: string, count: string) => kind.repeat(Number(count)))

// A: letters and fillers; D: digits; E: digits, or fillers for what is unknown; S: the sex; X: anything.
const GRAMMAR: Readonly<Record<MrzFormat, readonly string[]>> = {
  TD1: [pattern('A1X1A3X9E1X15'), pattern('E6D1S1E6D1A3X11D1'), pattern('A30')],
  TD2: [pattern('A1X1A34'), pattern('X9E1A3E6D1S1E6D1X7D1')],
  TD3: [pattern('A1X1A42'), pattern('X9D1A3E6D1S1E6D1X14E1D1')],
}

// [line, from, to (exclusive)] of what no check digit covers: names, states, kind of document and sex.
const UNCHECKED: Readonly<Record<MrzFormat, readonly (readonly [number, number, number])[]>> = {
  TD1: [
    [0, 0, 5],
    [1, 7, 8],
    [1, 15, 18],
    [2, 0, 30],
  ],
  TD2: [
    [0, 0, 36],
    [1, 10, 13],
    [1, 20, 21],
  ],
  TD3: [
    [0, 0, 44],
    [1, 10, 13],
    [1, 20, 21],
  ],
}

export type Decoded = {
  readonly lines: readonly string[]
  // Log-probability of the least certain character, among those that may stand in its place: of all, and of those that no check digit covers.
  readonly weakest: number
  readonly weakestUnchecked: number
  // Mean log-probability of the characters, whatever else may look like them: low where the lines do not obey the format, and so are no zone of it.
  readonly fit: number
}

// Where anything may stand, a letter O is rarer than a zero by so much, because states leave it out of their numbers. In small print both look
// alike; a check digit is never right with one in place of the other.
const RARE = 'O'
const RARITY = Math.log(1 / 20)

type Character = { readonly text: string; readonly certainty: number; readonly fit: number }

function likeliest(place: Float32Array, kind: string): Character {
  const allowed = CLASSES[kind] ?? GLYPHS
  let [text, best, total] = ['<', -Infinity, 0]
  for (const character of allowed) {
    const likelihood = (place[GLYPHS.indexOf(character)] ?? -Infinity) + (kind === 'X' && character === RARE ? RARITY : 0)
    total += Math.exp(likelihood)
    if (likelihood > best) [text, best] = [character, likelihood]
  }
  return { text, certainty: best - Math.log(total), fit: place[GLYPHS.indexOf(text)] ?? -Infinity }
}

export function decodeZone(format: MrzFormat, reading: readonly LineReading[]): Decoded {
  const decoded = reading.map((line, row) => line.map((place, column) => likeliest(place, GRAMMAR[format][row]?.charAt(column) ?? 'X')))
  const least = (characters: readonly Character[]) => Math.min(...characters.map(({ certainty }) => certainty))
  const all = decoded.flat()
  return {
    lines: decoded.map((line) => line.map(({ text }) => text).join('')),
    weakest: least(all),
    weakestUnchecked: least(UNCHECKED[format].flatMap(([line, from, to]) => decoded[line]?.slice(from, to) ?? [])),
    fit: all.reduce((sum, { fit }) => sum + fit, 0) / all.length,
  }
}
