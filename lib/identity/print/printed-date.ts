// Dates as documents print them: in figures, day or year first, and with months in words, in one language or in two (Doc 9303-3, table 6).
import { textOf, LEGIBLE, type PrintedLine } from './printed-line'

export type PrintedDate = { readonly figures: string; readonly legible: boolean }

// The first letters of each month in the languages of the Union and of Doc 9303 that are written in Latin letters, as far as no other language
// means another month by them: LIS is November in Polish and Czech and October in Croatian.
const MONTHS: readonly string[] = [
  'JAN ENE GEN STY TAMM',
  'FEB FEV FEVR LUT HELM',
  'MAR MAA MRT MRZ MAE',
  'APR AVR ABR KWI DUB HUHT',
  'MAY MAI MEI MAJ MAG TOUK',
  'JUN JUIN GIU CZE KESA',
  'JUL JUIL LUG HEIN',
  'AUG AOU AGO SIE ELOK',
  'SEP SET WRZ SYYS',
  'OCT OKT OTT OUT PAZ LOKA',
  'NOV MARR',
  'DEC DEZ DES DIC GRU JOUL',
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
  // Of one figure where that is all.
  /(?<![\d./-])(?<day>\d{1,2})(?<sign>[./-]) ?(?<month>\d{1,2})\k<sign> ?(?<year>\d{4})(?!\d)/g,
]
// Of one point that was not seen: before the month, or behind it.
const WITHOUT_POINT = /(?<![\d./-])(?:(?<dayAndMonth>\d{3})\.|(?<day>\d{1,2})\.(?<month>\d{1,2}))(?<year>\d{4})(?!\d)/g
// Day, month in words and year, which may have two figures.
const IN_WORDS = /(?<!\d)(\d{1,2})[ .]*([^\d]{3,24}?)[ .]*(\d{4}|\d\d)(?!\d)/g
const MONTH_FIRST = /(\p{L}{3,10})[ .]+(\d{1,2})(?:, ?| )(\d{4})(?!\d)/gu

type Parts = { readonly day: string; readonly month: string; readonly year: string }

const twoFigures = ({ day, month, year }: Parts): Parts => ({ day: day.padStart(2, '0'), month: month.padStart(2, '0'), year })

const isWhole = ({ year, month, day }: Parts): boolean => year.length === 4 && isDay(Number(year), Number(month), Number(day))

// Nothing, where what is left may be two dates.
function withoutPoint(text: string): Parts[] {
  return [...text.matchAll(WITHOUT_POINT)].flatMap(({ groups = {} }) => {
    const { dayAndMonth: both, day = '', month = '', year = '' } = groups
    const splits = both ? [1, 2].map((at) => ({ day: both.slice(0, at), month: both.slice(at), year })) : [{ day, month, year }]
    const [only, other] = splits.filter(isWhole)
    return only && !other ? [only] : []
  })
}

function inWords(line: PrintedLine): Parts[] {
  const text = textOf(line).toUpperCase()
  const found = [
    ...[...text.matchAll(IN_WORDS)].map(([, day = '', words = '', year = '']) => ({ day, words, year })),
    ...[...text.matchAll(MONTH_FIRST)].map(([, words = '', day = '', year = '']) => ({ day, words, year })),
  ]
  return found.flatMap(({ day, words, year }) => {
    const month = monthOf(words)
    return month === null ? [] : [twoFigures({ day, month: String(month), year })]
  })
}

/** As YYYYMMDD; years of two figures are left out. */
export function datesIn(line: PrintedLine): PrintedDate[] {
  const text = textOf(line).toUpperCase()
  const legible = line.every(({ text: word, certainty }) => !/\d/.test(word) || certainty >= LEGIBLE)
  const figures = IN_FIGURES.flatMap((form) =>
    [...text.matchAll(form)].map(({ groups: { day = '', month = '', year = '' } = {} }) => ({ day, month, year })),
  )
  const dates = [...figures, ...withoutPoint(text), ...inWords(line)].filter(isWhole).map(twoFigures)
  return [...new Set(dates.map(({ year, month, day }) => year + month + day))].map((each) => ({ figures: each, legible }))
}

/** Whether the line has the date with a year of two figures, which only agreement can tell from other figures. */
export const hasShortDate = (line: PrintedLine, iso: string): boolean =>
  inWords(line).some(({ year, month, day }) => iso.slice(2) === `${year}-${month}-${day}`)
