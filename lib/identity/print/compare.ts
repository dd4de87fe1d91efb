// Holds what is printed on the side with the portrait against the zone, field by field: it agrees, it certainly differs, or nobody can tell.
import { spells, transliterate } from '../../domain/transliteration'
import type { MrzReading } from '../mrz/parse'
import type { PrintedField } from './layouts'
import { datesIn, hasShortDate, type PrintedDate } from './printed-date'
import { asFigure, asLetter, isSecondReading, LEGIBLE, picturesOf, SURE, textOf, type PrintedLine, type PrintedWord } from './printed-line'
import { findNames } from './printed-name'
import { saysState } from './printed-state'

export type Comparison = 'agrees' | 'differs' | 'unread'

// Legible words and dates without which a print is not called legible.
const LEGIBLE_WORDS = 6
// Likeness of names, 0 to 1: another name has less in common than this.
const OTHER_NAME = 0.5
// Figures of eight in which another date differs: two can be misread.
const OTHER_FIGURES = 3
// Shorter ones stand on every document, as numbers of fields.
const LEAST_NUMBER = 5

const CHILDHOOD_MS = 15 * 366 * 86_400_000

const lettersOf = (text: string): string =>
  [...transliterate(text)]
    .map(asLetter)
    .join('')
    .replaceAll(/[^A-Z]/g, '')

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

type Page = { readonly lines: readonly PrintedLine[]; readonly dates: readonly PrintedDate[]; readonly legible: boolean }

function pageOf(lines: readonly PrintedLine[]): Page {
  const dates = lines.flatMap(datesIn)
  const words = lines.flat().filter(({ text, certainty }) => certainty >= LEGIBLE && text.length > 2)
  return { lines, dates, legible: words.length >= LEGIBLE_WORDS && dates.some((date) => date.legible) }
}

function compareName(name: string, isPrinted: boolean, { lines, legible }: Page): Comparison {
  if (isPrinted) return 'agrees'
  const expected = lettersOf(name)
  const isOther = expected !== '' && lines.every((line) => likeness(expected, lettersOf(textOf(line))) <= OTHER_NAME)
  return legible && isOther ? 'differs' : 'unread'
}

// `instead`: of the legible dates in their order, the one that stands in the place of the expected. Another date than that may be a day of issue.
function compareDate(iso: string, { lines, dates }: Page, instead: (legible: readonly string[]) => string | undefined): Comparison {
  const expected = iso.replaceAll('-', '')
  const legible = [...new Set(dates.filter((date) => date.legible).map(({ figures }) => figures))].sort()
  const other = instead(legible)
  const isPrinted = dates.some(({ figures }) => figures === expected) || lines.some((line) => hasShortDate(line, iso))
  if (isPrinted && (other === undefined || other === expected)) return 'agrees'
  return other !== undefined && !isPrinted && figuresApart(other, expected) >= OTHER_FIGURES ? 'differs' : 'unread'
}

const figuresApart = (one: string, other: string): number => [...one].filter((figure, at) => figure !== other[at]).length

function isNumber(words: readonly PrintedWord[], number: string): boolean {
  const read = words.flatMap(({ text, certainty }) =>
    [...text].filter((each) => /[A-Za-z0-9|]/.test(each)).map((each) => ({ each, sure: certainty >= SURE })),
  )
  const spelling = read.map(({ each, sure }, at) => {
    const again = !sure && isSecondReading(read[at - 1]?.each ?? '', each, asFigure)
    // An 8 that it is unsure of is seen as S8 as well.
    const before = !sure && each === 'S' && read[at + 1]?.each === '8'
    return again || before ? [asFigure(each), ''] : [asFigure(each)]
  })
  return spells(spelling, [...number].map(asFigure).join(''))
}

// Words into which a number is parted.
const MOST_PARTS = 5

// Short words in capitals that stand beside a number and are no part of it.
const BESIDE_NUMBER = new Set(['NO', 'NR', 'NUM', 'ID', 'F', 'M', 'X'])

// All of a number: words beside it on the line may neither have figures nor look like its first letters.
function compareNumber({ documentNumber, documentCode, issuer, nationality }: MrzReading, { lines }: Page): Comparison {
  const number = documentNumber.replaceAll(' ', '')
  const ofNumber = (word: PrintedWord | undefined): boolean =>
    word !== undefined &&
    (/\d/.test(word.text) ||
      (/^[A-Z]{1,3}$/.test(word.text) && !BESIDE_NUMBER.has(word.text) && ![documentCode, issuer, nationality].includes(word.text)))
  const isPrinted = lines.some((line) =>
    line.some((_, from) =>
      line.slice(from, from + MOST_PARTS).some((__, more) => {
        const run = line.slice(from, from + more + 1)
        if (ofNumber(line[from - 1]) || ofNumber(line[from + more + 1]) || !isNumber(run, number)) return false
        // A date has signs between its figures.
        return !/\d[./:-]\d/.test(textOf(run)) || datesIn(run).length === 0
      }),
    ),
  )
  // Other numbers stand beside it on many documents: what is not found may be unread.
  return number.length >= LEAST_NUMBER && isPrinted ? 'agrees' : 'unread'
}

// What a document says of its state and of its holder's: either is printed on each, and both are mostly one.
const compareState = ({ issuer, nationality }: MrzReading, { lines }: Page): Comparison =>
  saysState(lines, issuer) && saysState(lines, nationality) ? 'agrees' : 'unread'

// A height in metres: its M is no sex.
const HEIGHT = /^[12][.,]?\d\d$/

// A lone letter is often unread, so what is missing is no difference. A label has both.
function compareSex({ sex }: MrzReading, { lines }: Page): Comparison {
  const isOther = picturesOf(lines).some((picture) => {
    const [only, both] = new Set(picture.flatMap(sexesIn))
    return only !== undefined && both === undefined && only !== sex
  })
  return isOther ? 'unread' : 'agrees'
}

const sexesIn = (line: PrintedLine): string[] =>
  line.flatMap(({ text, certainty }, at) =>
    certainty >= LEGIBLE && !HEIGHT.test(line[at - 1]?.text ?? '') ? text.split('/').filter((part) => part === 'F' || part === 'M') : [],
  )

const stamp = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '')

// `now`: the day of the check, on which the document was issued already, has not ended, and its holder is no child.
export function compareField(field: PrintedField, print: readonly PrintedLine[], mrz: MrzReading, now: Date): Comparison {
  const page = pageOf(print)
  const today = stamp(now)
  const longAgo = stamp(new Date(now.getTime() - CHILDHOOD_MS))
  switch (field) {
    case 'surname':
      return compareName(mrz.surname, findNames(print, mrz).surname, page)
    case 'given_names':
      return compareName(mrz.givenNames[0] ?? '', findNames(print, mrz).givenNames, page)
    case 'birth_date':
      // The first of all days: a holder is older than the document. No document was issued so long ago, so such a date is a birth.
      return mrz.dateOfBirth === null ? 'unread' : compareDate(mrz.dateOfBirth, page, (legible) => legible.find((date) => date < longAgo))
    case 'expiry_date':
      // Nothing else that is printed lies ahead.
      return mrz.expiry === null ? 'unread' : compareDate(mrz.expiry, page, (legible) => legible.findLast((date) => date > today))
    case 'number':
      return compareNumber(mrz, page)
    case 'state':
      return compareState(mrz, page)
    case 'sex':
      return compareSex(mrz, page)
  }
}
