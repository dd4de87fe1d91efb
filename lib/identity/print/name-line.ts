// Whether a line of print may be a name, beside the lines on which the names of the zone stand: what goes on there was left out of the zone.
import { isLabel } from './printed-label'
import { LEGIBLE, SMALL_SHAPE, textOf, type PrintedLine, type PrintedWord } from './printed-line'
import { saysState } from './printed-state'

// Figures before a field, as some states print them: 1. or [a].
const FIELD_MARK = /^[[({|]?[a-d\d][\])}|.:]+$/i
const NO_NAME = /^(?:[^\p{L}\p{N}]+|\d{2,})$/u

// The words of a line without signs and numbers at its ends; a hyphen parts words.
export function wordsIn(line: PrintedLine): PrintedWord[] {
  const isRest = ({ text }: PrintedWord) => FIELD_MARK.test(text) || NO_NAME.test(text)
  const from = line.findIndex((word) => !isRest(word))
  const to = line.findLastIndex((word) => !isRest(word))
  return line
    .slice(Math.max(0, from), to + 1)
    .flatMap(({ text, certainty }) => text.split(/[-‐‑–,]+/u).map((part) => ({ text: part, certainty })))
    .filter(({ text }) => /[\p{L}\p{N}|]/u.test(text))
}

// Before the name at birth, or the one in use: neither is in the zone.
const OTHER_NAME = /^(?:[[({|]?b[\])}|.]+ |(?:geb|n[ée]e?|born|[ée]p(?:ouse|x)?|vve|veuve)(?![\p{L}])|[ewp]\/[vgp](?!\p{L}))/iu

const count = (text: string, letters: RegExp): number => (text.match(letters) ?? []).length

// What the pattern behind a face is taken for, such as Ta or Se, has as many of both.
export const isInCapitals = (lines: readonly PrintedLine[]): boolean => {
  const text = lines.map(textOf).join(' ')
  return count(text, /\p{Lu}/gu) > count(text, SMALL_SHAPE)
}

// Small words within names, such as de and van: of a label in small letters some word is longer.
const LONGEST_PARTICLE = 3

const isNameInSmall = (words: readonly PrintedWord[]): boolean =>
  words.every(({ text }) => /^\P{L}*\p{Lu}/u.test(text) || text.length <= LONGEST_PARTICLE) &&
  words.some(({ text }) => /\p{Lu}/u.test(text))

// One figure may be a smudge, or a letter misread. More of them are a number or a date.
const MOST_FIGURES = 1

/** Legible words alone, as large as the names are, and neither label nor state. `inCapitals`: the names are. */
export function mayBeName(
  line: PrintedLine,
  { issuer, nationality }: { issuer: string; nationality: string },
  inCapitals: boolean,
): boolean {
  const text = textOf(line)
  if (OTHER_NAME.test(text) || count(text, /\d/g) > MOST_FIGURES) return false
  const words = wordsIn(line).flatMap((word) => word.text.split('/').map((part) => ({ ...word, text: part })))
  const legible = words.filter((word) => word.certainty >= LEGIBLE && /\p{L}{2}/u.test(word.text))
  if (legible.length === 0 || words.some(isLabel)) return false
  if (!isInCapitals([line]) && (inCapitals || !isNameInSmall(legible))) return false
  return ![issuer, nationality].some((state) => saysState([line], state))
}
