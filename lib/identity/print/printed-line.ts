// What the text reader makes of a picture: lines of words, each with its certainty, and what letters and figures have one shape to it.

// `certainty`: 0 to 100, the network's own estimate.
export type PrintedWord = { readonly text: string; readonly certainty: number }
// An empty line parts two pictures.
export type PrintedLine = readonly PrintedWord[]

// Certainty from which a word counts as legible.
export const LEGIBLE = 60
// Certainty from which a word is spelled as it was read, with no character too many.
export const SURE = 80

export const textOf = (line: PrintedLine): string => line.map(({ text }) => text).join(' ')

export function picturesOf(lines: readonly PrintedLine[]): PrintedLine[][] {
  const pictures: PrintedLine[][] = [[]]
  for (const line of lines) {
    if (line.length === 0) pictures.push([])
    else pictures.at(-1)?.push(line)
  }
  return pictures
}

const LETTER_OF_SHAPE: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'Z',
  '8': 'B',
  '|': 'I',
  '£': 'L',
  '€': 'E',
  '¢': 'C',
  $: 'S',
}
const FIGURE_OF_SHAPE: Readonly<Record<string, string>> = {
  A: '4',
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  T: '1',
  '|': '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}

/** In capitals, with letters for the figures and signs that have their shape. */
export const asLetter = (character: string): string => LETTER_OF_SHAPE[character] ?? character.toUpperCase()
/** In capitals, with figures for the letters that have their shape. */
export const asFigure = (character: string): string => FIGURE_OF_SHAPE[character.toUpperCase()] ?? character.toUpperCase()

// Of these, capitals are small letters made larger.
const ONE_SHAPE = /[ckopsuvwxz]/i
/** Small letters that are no capitals made smaller. */
export const SMALL_SHAPE = /(?![ckopsuvwxz])\p{Ll}/gu

/** Where the reader cannot decide, it writes all that it sees: 5S for a 5, Vv for a V. Whether `next` may be `character` once more. */
export const isSecondReading = (character: string, next: string, shapeOf: (character: string) => string): boolean =>
  character !== next && shapeOf(character) === shapeOf(next) && (character.toUpperCase() !== next.toUpperCase() || ONE_SHAPE.test(next))
