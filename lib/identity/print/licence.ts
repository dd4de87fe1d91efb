// Reads a driving licence by the order of its fields (Directive 2006/126/EC, annex I): 1 surname, 2 other names, 3 birth, 4a issued, 4b end, 5 number.
// The small figures before them are seldom legible, so the birth is the anchor: names stand right before it, end and number behind. Nothing on a
// licence can be compared with anything, so what is read here is never enough: a person looks at the picture beside it.
import { mrzCountryOf } from '../mrz/country-codes'
import type { MrzReading } from '../mrz/parse'
import { datesIn } from './printed-date'
import { LEGIBLE, type PrintedLine } from './printed-line'

// No licence lasts longer (article 7), so a date of before is a birth.
const LONGEST_MS = 15.1 * 365.25 * 86_400_000
const LEAST_NUMBER = 5

type Field = { readonly label: string; readonly text: string; readonly date: string | null }

const LABEL = /^(4 ?[a-d]|[1-9](?=[.,:]))[.,:]* ?/i

function fieldOf(line: PrintedLine): Field {
  const legible = line.filter(({ certainty, text }) => certainty >= LEGIBLE && /[\p{L}\d]{2}|^[1-9][.,:]$/u.test(text))
  // What is longer than the figures before a field and not legible keeps its place, so that no other line is taken for it.
  const hidden = legible.length === 0 && line.some((word) => word.text.length > 2)
  const text = hidden ? '?' : legible.map((word) => word.text).join(' ')
  const [label = ''] = LABEL.exec(text) ?? []
  const [date] = datesIn(legible)
  return {
    label: label.toLowerCase().replaceAll(/[^1-9a-d]/g, ''),
    text: text.slice(label.length),
    date: date ? isoOf(date.figures) : null,
  }
}

const isoOf = (figures: string): string => `${figures.slice(0, 4)}-${figures.slice(4, 6)}-${figures.slice(6)}`

// In capitals without marks, as a zone prints names.
const capitalsOf = (name: string): string =>
  name
    .toUpperCase()
    .replaceAll('Ł', 'L')
    .replaceAll('Ø', 'O')
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replaceAll(/[^A-Z -]/g, '')

// A word of the title in each language that annex I lists. Where the surname was not seen at all, the title would stand in its place.
const TITLES =
  /CONDUCCION|PRUKAZ|KOREKORT|KORKORT|FUHRERSCHEIN|JUHILUBA|LICENCE|CONDUIRE|CEADUNAS|PATENTE|APLIECIBA|PAZYMEJIMAS|ENGEDELY|LICENZJA|RIJBEWIJS|JAZDY|CONDUCAO|CONDUCERE|PREUKAZ|DOVOLJENJE|AJOKORTTI|DOZVOLA|OKUSKIRTEINI|FORERKORT/

const isName = ({ text }: Field): boolean => /^\p{L}[\p{L} .'’-]+$/u.test(text) && !TITLES.test(capitalsOf(text))

// Of several dates the last is the end; of one alone nobody knows which it is, unless it lies ahead.
function endAmong(fields: readonly Field[], today: string): Field | null {
  const dated = fields.filter(({ date }) => date !== null).sort((one, other) => (one.date ?? '').localeCompare(other.date ?? ''))
  const last = dated.at(-1)
  return last && (dated.length > 1 || (last.date ?? '') > today) ? last : null
}

// Behind the end, and not what stands behind 4d: a personal number, where a state prints one.
function numberAmong(fields: readonly Field[]): string | null {
  const found = fields.find(({ label, text, date }, at) => {
    const labelled = label || (fields[at - 1]?.text === '' ? fields[at - 1]?.label : '')
    return (
      date === null &&
      labelled !== '4d' &&
      /\d/.test(text) &&
      /^[A-Z0-9 /.-]+$/.test(text) &&
      !areCategories(text) &&
      codeOf(text).length >= LEAST_NUMBER
    )
  })
  return found ? codeOf(found.text) : null
}

// Field 9: AM, A1, BE and so on.
const areCategories = (text: string): boolean => text.split(/[ /.-]+/).every((part) => /^(AM|[A-D][12]?E?|T|)$/.test(part))

const codeOf = (text: string): string => text.replaceAll(/[^A-Z0-9]/g, '')

/** `country`: ISO 3166-1 alpha-2, as the signer chose it. Null: a field was not legible. */
export function readLicence(print: readonly PrintedLine[], country: string, now: Date): MrzReading | null {
  const fields = print.map(fieldOf).filter(({ label, text }) => label !== '' || text !== '')
  const [today, longAgo] = [now, new Date(now.getTime() - LONGEST_MS)].map((date) => date.toISOString().slice(0, 10)) as [string, string]
  const issuer = mrzCountryOf(country)
  const births = fields.flatMap(({ date }, at) => (date !== null && date < longAgo ? [at] : []))
  for (const [at, birth] of births.entries()) {
    const [surname, given] = fields
      .slice(0, birth)
      .filter(({ text }) => text !== '')
      .slice(-2)
    const behind = fields.slice(birth + 1, births[at + 1])
    const end = endAmong(behind, today)
    const number = end && numberAmong(behind.slice(behind.indexOf(end) + 1))
    if (!surname || !given || !isName(surname) || !isName(given) || !end || !number || issuer === null) continue
    return {
      format: null,
      documentCode: '',
      issuer,
      nationality: '',
      surname: capitalsOf(surname.text).trim(),
      givenNames: capitalsOf(given.text).trim().split(/ +/),
      namesTruncated: false,
      documentNumber: number,
      dateOfBirth: fields[birth]?.date ?? null,
      expiry: end.date,
      sex: null,
      checkDigits: [],
    }
  }
  return null
}
