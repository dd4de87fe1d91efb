// Dates as documents print them: in figures, day or year first, and with months in words, in one language or in two (Doc 9303-3, table 6).
import { textOf, LEGIBLE, type PrintedLine } from './printed-line'

export type PrintedDate = { readonly figures: string; readonly legible: boolean }

// The first letters of each month in the languages of the Union and of Doc 9303 that are written in Latin letters, as far as no other language
// means another month by them.
const MONTHS: readonly string[] = [
  'JAN ENE GEN STY',
  'FEB FEV FEVR LUT',
  'MAR MAA MRT MRZ MAE',
  'APR AVR ABR KWI',
  'MAY MAI MEI MAJ MAG',
  'JUN JUIN GIU CZE',
  'JUL JUIL LUG',
  'AUG AOU AGO SIE',
  'SEP SET WRZ',
  'OCT OKT OTT OUT PAZ',
  'NOV',
  'DEC DEZ DES DIC GRU',
]
const MONTH_OF: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, at) => names.split(' ').map((name) => [name, at + 1] as const)),
)

function monthOf(words: string): number | null {
  const plain = words.normalize('NFD').replaceAll(/\p{M}/gu, '')
  const months = (plain.match(/[A-Z]{3,}/g) ?? []).flatMap((word) => MONTH_OF.get(word.slice(0, 4)) ?? MONTH_OF.get(word.slice(0, 3)) ?? [])
  const [month, other] = new Set(months)
  return other === undefined ? (month ?? null) : null
}

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1900 && year < 2150 && month >= 1 && month <= 12 && day >= 1 && day <= 31

const IN_FIGURES: readonly RegExp[] = [
  /(?<!\d)(?<day>\d\d)[ ./:-]{0,3}(?<month>\d\d)[ ./:-]{0,3}(?<year>\d{4})(?!\d)/g,
  /(?<!\d)(?<year>\d{4})[ ./:-]{0,3}(?<month>\d\d)[ ./:-]{0,3}(?<day>\d\d)(?!\d)/g,
]
// Day, month in words and year, which may have two figures.
const IN_WORDS = /(?<!\d)(\d{1,2})[ .]*([^\d]{3,24}?)[ .]*(\d{4}|\d\d)(?!\d)/g

function inWords(line: PrintedLine): { day: string; month: string; year: string }[] {
  return [...textOf(line).toUpperCase().matchAll(IN_WORDS)].flatMap(([, day = '', words = '', year = '']) => {
    const month = monthOf(words)
    return month === null ? [] : [{ day: day.padStart(2, '0'), month: String(month).padStart(2, '0'), year }]
  })
}

/** As YYYYMMDD; years of two figures are left out. */
export function datesIn(line: PrintedLine): PrintedDate[] {
  const text = textOf(line).toUpperCase()
  const legible = line.every(({ text: word, certainty }) => !/\d/.test(word) || certainty >= LEGIBLE)
  const figures = IN_FIGURES.flatMap((form) => [...text.matchAll(form)].map(({ groups }) => groups ?? {}))
  return [...figures, ...inWords(line)]
    .filter(({ year, month, day }) => year?.length === 4 && isDay(Number(year), Number(month), Number(day)))
    .map(({ year, month, day }) => ({ figures: `${year}${month}${day}`, legible }))
}

/** Whether the line has the date with a year of two figures, which only agreement can tell from other figures. */
export const hasShortDate = (line: PrintedLine, iso: string): boolean =>
  inWords(line).some(({ year, month, day }) => iso.slice(2) === `${year}-${month}-${day}`)
