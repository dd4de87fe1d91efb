// What may stand where in each format, and the most likely lines that obey it, repaired by one character per check digit at most.
import { checkDigit } from '../check-digit'
import type { MrzFormat } from '../parse'
import type { LineReading } from './cells'
import { GLYPHS } from './glyph-classifier'

export const LENGTHS: Readonly<Record<MrzFormat, number>> = { TD1: 30, TD2: 36, TD3: 44 }

const CLASSES: Readonly<Record<string, string>> = {
  A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ<',
  D: '0123456789',
  E: '0123456789<',
  S: 'MFX<',
  X: GLYPHS,
}

const pattern = (text: string) => text.replace(/(\w)(\d+)/g, (_, kind: string, count: string) => kind.repeat(Number(count)))

const GRAMMAR: Readonly<Record<MrzFormat, readonly string[]>> = {
  TD1: [pattern('A1X1A3X9E1X15'), pattern('E6D1S1E6D1A3X11D1'), pattern('A30')],
  TD2: [pattern('A1X1A34'), pattern('X9E1A3E6D1S1E6D1X7D1')],
  TD3: [pattern('A1X1A42'), pattern('X9D1A3E6D1S1E6D1X14E1D1')],
}

// [line, from, to (exclusive)] of each protected field; its check digit stands at `to`.
const PROTECTED: Readonly<Record<MrzFormat, readonly (readonly [number, number, number])[]>> = {
  TD1: [
    [0, 5, 14],
    [1, 0, 6],
    [1, 8, 14],
  ],
  TD2: [
    [1, 0, 9],
    [1, 13, 19],
    [1, 21, 27],
  ],
  TD3: [
    [1, 0, 9],
    [1, 13, 19],
    [1, 21, 27],
    [1, 28, 42],
  ],
}

// Places that only the composite check digit covers, with that digit itself.
const COMPOSITE_ONLY: Readonly<Record<MrzFormat, readonly (readonly [number, number, number])[]>> = {
  TD1: [
    [0, 15, 30],
    [1, 18, 30],
  ],
  TD2: [[1, 28, 36]],
  TD3: [[1, 43, 44]],
}

function composite(format: MrzFormat, [one = '', two = '']: readonly string[]): { text: string; digit: string } {
  if (format === 'TD1') return { text: one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29), digit: two.charAt(29) }
  const last = LENGTHS[format] - 1
  return { text: two.slice(0, 10) + two.slice(13, 20) + two.slice(21, last), digit: two.charAt(last) }
}

type Place = readonly [line: number, column: number]

type Change = { readonly line: number; readonly column: number; readonly to: string; readonly cost: number }

// Limits of repairs, beyond which they are guesses: the log-probability that a change may cost, and how many changes are tried.
const FIELD_COST = 2
const COMPOSITE_COST = 2
const TRIED = 12

export type Decoded = { readonly lines: readonly string[]; readonly repairs: number }

class Decoding {
  readonly text: string[][]
  repairs = 0

  constructor(
    private readonly format: MrzFormat,
    private readonly reading: readonly LineReading[],
  ) {
    this.text = reading.map((line, row) => line.map((_, column) => this.likeliest([row, column])))
  }

  private allowed([line, column]: Place): string {
    return CLASSES[GRAMMAR[this.format][line]?.charAt(column) ?? 'X'] ?? GLYPHS
  }

  private likelihood([line, column]: Place, character: string): number {
    return this.reading[line]?.[column]?.[GLYPHS.indexOf(character)] ?? -Infinity
  }

  private likeliest(place: Place): string {
    return [...this.allowed(place)].reduce((best, other) => (this.likelihood(place, other) > this.likelihood(place, best) ? other : best))
  }

  lines(): string[] {
    return this.text.map((line) => line.join(''))
  }

  private alternatives(places: readonly Place[]): Change[] {
    const changes = places.flatMap((place) => {
      const [line, column] = place
      const current = this.text[line]?.[column] ?? '<'
      const others = [...this.allowed(place)].filter((character) => character !== current)
      return others.map((to) => ({ line, column, to, cost: this.likelihood(place, current) - this.likelihood(place, to) }))
    })
    return changes.sort((a, b) => a.cost - b.cost).slice(0, TRIED)
  }

  // The cheapest single change that makes the check digit agree; none if it agrees already or every change is a guess.
  repair(agrees: () => boolean, places: readonly Place[], limit: number): void {
    if (agrees()) return
    for (const { line, column, to, cost } of this.alternatives(places)) {
      const row = this.text[line]
      if (cost > limit || !row) return
      const before = row[column] ?? '<'
      row[column] = to
      if (agrees()) {
        this.repairs++
        return
      }
      row[column] = before
    }
  }
}

const placesOf = (line: number, from: number, to: number): Place[] => Array.from({ length: to - from }, (_, at) => [line, from + at])

export function decodeZone(format: MrzFormat, reading: readonly LineReading[]): Decoded {
  const decoding = new Decoding(format, reading)
  for (const [line, from, to] of PROTECTED[format]) {
    const agrees = () => {
      const text = decoding.lines()[line] ?? ''
      const digit = text.charAt(to)
      // A filler is right for an empty optional number, and marks a TD1/TD2 number that continues elsewhere.
      const continued = digit === '<' && from < 13 && to - from === 9
      return continued || checkDigit(text.slice(from, to)) === (digit === '<' ? '0' : digit)
    }
    decoding.repair(agrees, placesOf(line, from, to + 1), FIELD_COST)
  }
  const whole = () => {
    const { text, digit } = composite(format, decoding.lines())
    return checkDigit(text) === digit
  }
  decoding.repair(
    whole,
    COMPOSITE_ONLY[format].flatMap(([line, from, to]) => placesOf(line, from, to)),
    COMPOSITE_COST,
  )
  return { lines: decoding.lines(), repairs: decoding.repairs }
}
