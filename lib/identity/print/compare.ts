// Holds what is printed on the side with the portrait against the zone, field by field: it agrees, it certainly differs, or nobody can tell.
import type { MrzReading } from '../mrz/parse'
import type { PrintedField } from './layouts'
import type { PrintedLine } from './text-reader'

export type Comparison = 'agrees' | 'differs' | 'unread'

// Certainty, 0 to 100, from which a word counts as legible.
export const LEGIBLE = 60
// Legible words and dates without which a print is not called legible.
const LEGIBLE_WORDS = 6
// Certainty from which a word is spelled as it was read, with no character too many.
const SURE = 80
// Likeness of names, 0 to 1: the same name with another letter has more in common than the first, another name less than the second.
const SAME_NAME = 0.8
const OTHER_NAME = 0.5
// Figures of eight in which another date differs: two can be misread.
const OTHER_FIGURES = 3

const CHILDHOOD_MS = 15 * 366 * 86_400_000

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

const shaped = (text: string, shapes: Readonly<Record<string, string>>) => [...text].map((each) => shapes[each] ?? each).join('')

// Letters as both the zone and a reader of Latin letters may have them: without marks, and with one spelling of Ä, Ö, Ü, Å, Ø and ß.
const lettersOf = (text: string): string =>
  shaped(
    text
      .toUpperCase()
      .normalize('NFD')
      .replaceAll('Ø', 'O')
      .replaceAll('Æ', 'AE')
      .replaceAll('Ł', 'L')
      .replaceAll(/[ĐÐ]/g, 'D')
      .replaceAll('Þ', 'TH'),
    LETTER_OF_SHAPE,
  )
    .replaceAll(/[^A-Z]/g, '')
    .replaceAll(/AE|AA/g, 'A')
    .replaceAll('OE', 'O')
    .replaceAll('UE', 'U')

const codeOf = (text: string): string => shaped(text.toUpperCase(), FIGURE_OF_SHAPE).replaceAll(/[^A-Z0-9]/g, '')

const textOf = (line: PrintedLine): string => line.map(({ text }) => text).join(' ')

// 1 when a part of the text spells the name; each letter that is wrong, missing or too many takes its share (Sellers' algorithm).
function likeness(name: string, text: string): number {
  if (name === '') return 0
  let row = Array.from({ length: name.length + 1 }, (_, at) => at)
  let least = name.length
  for (const letter of text) {
    const next = [0]
    for (let at = 1; at <= name.length; at++) {
      const replaced = (row[at - 1] ?? 0) + (name[at - 1] === letter ? 0 : 1)
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1))
    }
    row = next
    least = Math.min(least, row[name.length] ?? least)
  }
  return 1 - least / name.length
}

// A line as letters or as a code. `sure`: none of its words was hard to read.
type Text = { readonly text: string; readonly sure: boolean }

const textsOf = (lines: readonly PrintedLine[], shape: (text: string) => string): Text[] =>
  lines.map((line) => ({
    text: shape(textOf(line)),
    sure: line.every(({ text, certainty }) => certainty >= SURE || text.length < 2),
  }))

// Where the reader cannot decide, it writes all that it sees: 5S for a 5, Vv for a V. On a line that is hard to read, one character more is
// allowed after each, and never another one in its place or none: that may be what was changed in the zone.
const undecided = (expected: string): RegExp => new RegExp([...expected].join('.?'))

const spells = (texts: readonly Text[], expected: string): boolean =>
  expected !== '' && texts.some(({ text, sure }) => (sure ? text.includes(expected) : undecided(expected).test(text)))

type PrintedDate = { readonly figures: string; readonly legible: boolean }

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1900 && year < 2150 && month >= 1 && month <= 12 && day >= 1 && day <= 31

// Dates in figures, day or year first, and with English months, which Doc 9303-3 demands beside others (table 6); as YYYYMMDD.
export function datesIn(line: PrintedLine): PrintedDate[] {
  const text = textOf(line).toUpperCase()
  const legible = line.every(({ text: word, certainty }) => !/\d/.test(word) || certainty >= LEGIBLE)
  const found: string[] = []
  for (const [, day, month, year] of text.matchAll(/(?<!\d)(\d\d)[ ./:-]{0,3}(\d\d)[ ./:-]{0,3}(\d{4})(?!\d)/g)) {
    if (isDay(Number(year), Number(month), Number(day))) found.push(`${year}${month}${day}`)
  }
  for (const [, year, month, day] of text.matchAll(/(?<!\d)(\d{4})[ ./:-]{0,3}(\d\d)[ ./:-]{0,3}(\d\d)(?!\d)/g)) {
    if (isDay(Number(year), Number(month), Number(day))) found.push(`${year}${month}${day}`)
  }
  for (const [, day, name = '', year] of text.matchAll(/(?<!\d)(\d\d) ?([A-Z]{3})[^\d]{0,12}(\d{4})(?!\d)/g)) {
    const month = MONTHS.indexOf(name) + 1
    if (isDay(Number(year), month, Number(day))) found.push(`${year}${String(month).padStart(2, '0')}${day}`)
  }
  return found.map((figures) => ({ figures, legible }))
}

// English months with years of two figures, which only agreement can tell from other figures.
const shortDate = (iso: string): RegExp => {
  const [year = '', month = '', day = ''] = iso.split('-')
  return new RegExp(`(?<!\\d)${day} ?${MONTHS[Number(month) - 1] ?? ''}[^\\d]{0,12}${year.slice(2)}(?!\\d)`)
}

const figuresApart = (one: string, other: string): number => [...one].filter((figure, at) => figure !== other[at]).length

// Ł is read as a small t, also where none can stand: at the beginning of a name, and among capitals, of which some are read as small letters of
// the same shape.
const BARRED = /(?<!\p{L})t|(?<!\p{Ll})t(?!\p{Ll})|(?<=[cosuvwxz])t(?=\p{Lu})/gu

const barred = (line: PrintedLine): PrintedLine => line.map((word) => ({ ...word, text: word.text.replaceAll(BARRED, 'Ł') }))

type Page = {
  readonly lines: readonly PrintedLine[]
  // As they were read, and with Ł for what stands in its place.
  readonly names: readonly PrintedLine[]
  readonly letters: readonly Text[]
  readonly dates: readonly PrintedDate[]
  readonly legible: boolean
}

function pageOf(lines: readonly PrintedLine[]): Page {
  const dates = lines.flatMap(datesIn)
  const words = lines.flat().filter(({ text, certainty }) => certainty >= LEGIBLE && text.length > 2)
  const legible = words.length >= LEGIBLE_WORDS && dates.some((date) => date.legible)
  const names = lines.flatMap((line) => [line, barred(line)])
  return { lines, names, letters: textsOf(names, lettersOf), dates, legible }
}

// A short name must be a word as it is: every second line has two letters of three in common with it, or has it within another word.
const SHORT = 5

// `cutOff`: the zone had no room for all of the name.
function spellingOfName(name: string, { names, letters }: Page, cutOff = false): 'right' | 'other' | 'absent' {
  const expected = lettersOf(name)
  if (expected.length >= SHORT) {
    if (spells(letters, expected)) return 'right'
    return letters.some(({ text }) => likeness(expected, text) >= SAME_NAME) ? 'other' : 'absent'
  }
  const words = names.flatMap((line) => [textOf(line), ...line.flatMap(({ text }) => [text, ...text.split(/[-'’.,]/)])]).map(lettersOf)
  return words.some((word) => (cutOff ? word.startsWith(expected) : word === expected)) ? 'right' : 'absent'
}

function compareName(name: string, page: Page, cutOff = false): Comparison {
  if (spellingOfName(name, page, cutOff) === 'right') return 'agrees'
  const isOther = page.letters.every(({ text }) => likeness(lettersOf(name), text) <= OTHER_NAME)
  return page.legible && isOther ? 'differs' : 'unread'
}

// No given names: nothing to compare. Those after the first may be missing, because laminate and line ends take them, but not be spelled otherwise.
function compareGivenNames({ givenNames: [first, ...others], namesTruncated }: MrzReading, page: Page): Comparison {
  const comparison = first === undefined ? 'agrees' : compareName(first, page, namesTruncated && others.length === 0)
  return comparison === 'agrees' && others.some((name) => spellingOfName(name, page) === 'other') ? 'unread' : comparison
}

// `instead`: of the legible dates, the one that would stand in the place of the expected.
function compareDate(iso: string, { lines, dates }: Page, instead: (legible: readonly string[]) => string | undefined): Comparison {
  const expected = iso.replaceAll('-', '')
  if (dates.some(({ figures }) => figures === expected)) return 'agrees'
  if (lines.some((line) => shortDate(iso).test(textOf(line).toUpperCase()))) return 'agrees'
  const other = instead([...new Set(dates.filter(({ legible }) => legible).map(({ figures }) => figures))].sort())
  return other !== undefined && figuresApart(other, expected) >= OTHER_FIGURES ? 'differs' : 'unread'
}

function compareNumber(number: string, { lines }: Page): Comparison {
  // Other numbers stand beside it on many documents: what is not found may be unread.
  return spells(textsOf(lines, codeOf), codeOf(number)) ? 'agrees' : 'unread'
}

const stamp = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '')

// `now`: the day of the check, on which the document was issued already, has not ended, and its holder is no child.
export function compareField(field: PrintedField, print: readonly PrintedLine[], mrz: MrzReading, now: Date): Comparison {
  const page = pageOf(print)
  const today = stamp(now)
  const longAgo = stamp(new Date(now.getTime() - CHILDHOOD_MS))
  switch (field) {
    case 'surname':
      return compareName(mrz.surname, page)
    case 'given_names':
      return compareGivenNames(mrz, page)
    case 'birth_date':
      // No document was issued so long ago, so such a date is a birth.
      return mrz.dateOfBirth === null ? 'unread' : compareDate(mrz.dateOfBirth, page, (legible) => legible.find((date) => date < longAgo))
    case 'expiry_date':
      // Nothing else that is printed lies ahead.
      return mrz.expiry === null ? 'unread' : compareDate(mrz.expiry, page, (legible) => legible.find((date) => date > today))
    case 'number':
      return compareNumber(mrz.documentNumber, page)
  }
}
