// Reads a driving licence by the order of its fields (Directive 2006/126/EC, annex I): 1 surname, 2 other names, 3 birth, 4a issued, 4b end, 5 number.
// The small figures before them are seldom legible, so the birth is the anchor: names stand right before it, end and number behind. Nothing on a
// licence can be compared with anything, so what is read here is never enough: a person looks at the picture beside it.
import { mrzCountryOf } from '../mrz/country-codes'
import type { MrzReading } from '../mrz/parse'
import { datesIn } from './printed-date'
import { LEGIBLE, picturesOf, type PrintedLine } from './printed-line'
import { saysState } from './printed-state'

// Nobody who drives is younger.
const YOUNGEST_MS = 14 * 365.25 * 86_400_000
const LEAST_NUMBER = 5

// `isHeading`: it names the state, or what this is. `isHiddenDate`: as many figures as a date has, and not legible.
type Field = {
  readonly label: string
  readonly text: string
  readonly date: string | null
  readonly isHeading: boolean
  readonly isHiddenDate: boolean
}

const FIGURES_OF_DATE = 6

const LABEL = /^(4 ?[a-d]|[1-9](?=[.,:]))[.,:]* ?/i

function fieldOf(line: PrintedLine, issuer: string): Field {
  const legible = line.filter(({ certainty, text }) => certainty >= LEGIBLE && /[\p{L}\d]{2}|^[1-9][.,:]$/u.test(text))
  // What is longer than the figures before a field and not legible keeps its place, so that no other line is taken for it.
  const hidden = legible.length === 0 && line.some((word) => word.text.length > 2)
  const text = hidden ? '?' : legible.map((word) => word.text).join(' ')
  const [label = ''] = LABEL.exec(text) ?? []
  const [date] = datesIn(legible)
  const figures = line.map((word) => word.text).join('')
  return {
    label: label.toLowerCase().replaceAll(/[^1-9a-d]/g, ''),
    text: text.slice(label.length),
    date: date ? isoOf(date.figures) : null,
    isHeading: TITLES.test(capitalsOf(text)) || saysState([line], issuer),
    isHiddenDate: !date && line.some((word) => word.certainty < LEGIBLE) && (figures.match(/\d/g) ?? []).length >= FIGURES_OF_DATE,
  }
}

// A label that stands on a line of its own is that of the next.
function fieldsOf(picture: readonly PrintedLine[], issuer: string): Field[] {
  const read = picture.map((line) => fieldOf(line, issuer))
  return read
    .map((field, at) => (field.label === '' && read[at - 1]?.text === '' ? { ...field, label: read[at - 1]?.label ?? '' } : field))
    .filter(({ text }) => text !== '')
}

const isoOf = (figures: string): string => `${figures.slice(0, 4)}-${figures.slice(4, 6)}-${figures.slice(6)}`

const LETTERS: Readonly<Record<string, string>> = {
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Æ: 'AE',
  Œ: 'OE',
  Þ: 'TH',
  ẞ: 'SS',
  Ħ: 'H',
}

// In capitals without marks, as a zone prints names.
const capitalsOf = (name: string): string =>
  name
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/[^A-Z -]/g, '')

// A word of the title in each language that annex I lists. Where the surname was not seen at all, the title would stand in its place.
const TITLES =
  /CONDUCCION|PRUKAZ|KOREKORT|KORKORT|FUHRERSCHEIN|JUHILUBA|LICENCE|CONDUIRE|CEADUNAS|PATENTE|APLIECIBA|PAZYMEJIMAS|ENGEDELY|LICENZJA|RIJBEWIJS|JAZDY|CONDUCAO|CONDUCERE|PREUKAZ|DOVOLJENJE|AJOKORTTI|DOZVOLA|OKUSKIRTEINI|FORERKORT/

const isName = ({ text, isHeading }: Field): boolean => !isHeading && /^\p{L}[\p{L} .'’-]+$/u.test(text)

type Names = { readonly surname: readonly Field[]; readonly given: readonly Field[] }

// Behind the heading. Names of two lines are parted by their labels alone: where those are not legible, there must be two lines.
function namesAmong(before: readonly Field[]): Names | null {
  const first = before.findLastIndex(({ label }) => label === '1')
  const from = first === -1 ? before.findLastIndex(({ isHeading }) => isHeading) + 1 : first
  const lines = before.slice(from)
  const second = lines.findIndex(({ label }) => label === '2')
  const at = second === -1 && lines.length === 2 ? 1 : second
  const names = { surname: lines.slice(0, at), given: lines.slice(at) }
  return at > 0 && lines.every(isName) ? names : null
}

// The first date of a picture, unless it may be the day of issue, because the birth was not read: it has the label of a birth, or two
// other dates stand behind it.
function birthAmong(fields: readonly Field[], youngest: string): number {
  const at = fields.findIndex(({ date, isHiddenDate }) => date !== null || isHiddenDate)
  const birth = fields[at]
  const behind = fields.slice(at + 1).filter(({ date, isHiddenDate }) => isHiddenDate || date !== null)
  const isBirth = birth && birth.date !== null && birth.date < youngest && (birth.label === '' || birth.label === '3')
  return isBirth && (birth.label === '3' || behind.length > 1) ? at : -1
}

// Of several dates the last is the end; of one alone nobody knows which it is, unless it lies ahead. Where another was not legible, or the last
// is that of issue, an end that has passed may not be the end.
function endAmong(fields: readonly Field[], today: string): Field | null {
  const dated = fields.filter(({ date }) => date !== null).sort((one, other) => (one.date ?? '').localeCompare(other.date ?? ''))
  const last = dated.at(-1)
  if (!last || last.label === '4a') return null
  const isSure = dated.length > 1 && !fields.some(({ isHiddenDate }) => isHiddenDate)
  return isSure || (last.date ?? '') > today ? last : null
}

// Behind the end, and not what stands behind 4d: a personal number, where a state prints one.
function numberAmong(fields: readonly Field[]): string | null {
  const found = fields.find(
    ({ label, text, date }) =>
      date === null &&
      label !== '4d' &&
      /\d/.test(text) &&
      /^[A-Z0-9 /.-]+$/.test(text) &&
      !areCategories(text) &&
      codeOf(text).length >= LEAST_NUMBER,
  )
  return found ? codeOf(found.text) : null
}

// Field 9: AM, A1, BE and so on.
const areCategories = (text: string): boolean => text.split(/[ /.-]+/).every((part) => /^(AM|[A-D][12]?E?|T|)$/.test(part))

const codeOf = (text: string): string => text.replaceAll(/[^A-Z0-9]/g, '')

const textOf = (fields: readonly Field[]): string => capitalsOf(fields.map(({ text }) => text).join(' ')).trim()

function readPicture(picture: readonly PrintedLine[], issuer: string, now: Date): MrzReading | null {
  const [today, youngest] = [now, new Date(now.getTime() - YOUNGEST_MS)].map((date) => date.toISOString().slice(0, 10)) as [string, string]
  const fields = fieldsOf(picture, issuer)
  const birth = birthAmong(fields, youngest)
  if (birth === -1) return null
  const names = namesAmong(fields.slice(0, birth))
  const behind = fields.slice(birth + 1)
  const end = endAmong(behind, today)
  const number = end && numberAmong(behind.slice(behind.indexOf(end) + 1))
  if (!names || !end || !number) return null
  return {
    format: null,
    documentCode: '',
    issuer,
    nationality: '',
    surname: textOf(names.surname),
    givenNames: textOf(names.given).split(/ +/),
    namesTruncated: false,
    documentNumber: number,
    dateOfBirth: fields[birth]?.date ?? null,
    expiry: end.date,
    sex: null,
    checkDigits: [],
  }
}

/** `country`: ISO 3166-1 alpha-2, as the signer chose it. Null: a field was not legible. */
export function readLicence(print: readonly PrintedLine[], country: string, now: Date): MrzReading | null {
  const issuer = mrzCountryOf(country)
  if (issuer === null) return null
  for (const picture of picturesOf(print)) {
    const read = readPicture(picture, issuer, now)
    if (read) return read
  }
  return null
}
