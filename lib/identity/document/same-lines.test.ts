// Lines of another document are told by characters that are certainly others; smudges and doubts tell nothing.

import { expect, it } from 'vitest'
import { GLYPHS } from '../mrz/reader/cell'
import type { LineReading } from '../mrz/reader/cells'
import { otherPlaces } from './same-lines'

const KNOWN = ['I<POLCBA4829134<<<<<<<<<<<<<<<', '8504223F3011155POL<<<<<<<<<<<6', 'KOWALSKA<<ANNA<MARIA<<<<<<<<<<']
const OTHER = ['I<POLDEF1207740<<<<<<<<<<<<<<<', '6102114M3105067POL<<<<<<<<<<<2', 'WISNIEWSKI<<TOMASZ<<<<<<<<<<<<']

/** As the reader thinks of a line: how likely each place shows each glyph. */
const read = (lines: readonly string[], certainty: number): LineReading[] =>
  lines.map((line) =>
    [...line].map((shown) => Float32Array.from(GLYPHS, (glyph) => Math.log(glyph === shown ? certainty : (1 - certainty) / 36))),
  )

it.each<[string, readonly string[], number, (count: number) => boolean]>([
  ['its own lines', KNOWN, 0.999, (count) => count === 0],
  ['its own, hard to read', KNOWN, 0.3, (count) => count === 0],
  ['those of another holder', OTHER, 0.999, (count) => count > 20],
  ['those of another holder, hard to read', OTHER, 0.3, (count) => count === 0],
  [
    'its own, with one character changed',
    [KNOWN[0] ?? '', KNOWN[1] ?? '', 'KOWALSKI<<ANNA<MARIA<<<<<<<<<<'],
    0.999,
    (count) => count === 1,
  ],
])('of a moved document: %s', (_, lines, certainty, fits) => {
  expect(otherPlaces(KNOWN, read(lines, certainty))).toSatisfy(fits)
})
