// Rules for what stands in the zone of a document, beyond the format: whom it can be of, and how long it can last.
import { holds, orRefer, type Finding } from '../finding'
import { UTOPIA } from '../mrz/country-codes'
import { ageOn } from '../mrz/dates'
import type { MrzReading } from '../mrz/parse'
import { datesIn } from '../print/printed-date'
import { LEGIBLE, type PrintedLine } from '../print/printed-line'
import type { DocumentSide, DocumentType } from '../../domain/capture'

export type RulesOfCheck = {
  readonly documentType: DocumentType
  readonly now: Date
  // Test mode: specimens are taken.
  readonly specimens: boolean
  // Years of age that the holder must have.
  readonly minimumAge: number
}

const RULES = 'plausible-holder/1'

// What states print across specimens of their documents, or as the name on them.
const SPECIMEN_WORDS: ReadonlySet<string> = new Set(
  'SPECIMEN SPECIMENAS ESPECIMEN ESPECIME FACSIMILE VZOR VZOROVA VZOREC UZORAK PARAUGS NAYTE MINTAPELDANY'.split(' '),
)
// Names on specimens that are published, as far as hardly anybody has them: surname, then given names. An empty issuer: of any state.
const SPECIMEN_NAMES: readonly (readonly [issuer: string, name: string])[] = [
  ['', 'MUSTERMANN ERIKA'],
  ['', 'MUSTERMANN MAX'],
  ['D', 'MUSTERMANN GEB GABLER ERIKA'],
  ['AUT', 'MUSTERFRAU MARIA'],
  ['ESP', 'ESPANOLA ESPANOLA CARMEN'],
  ['EST', 'MANNIK MARI LIIS'],
  ['FIN', 'MEIKALAINEN MATTI'],
  ['FIN', 'MEIKALAINEN MAIJA'],
  ['FRA', 'MARTIN MAELYS GAELLE'],
  ['HUN', 'MINTA KATALIN'],
  ['NLD', 'DE BRUIJN WILLEKE LISELOTTE'],
]

const isSpecimenWord = (text: string): boolean => SPECIMEN_WORDS.has(text.toUpperCase())

function isSpecimen({ issuer, surname, givenNames }: MrzReading): boolean {
  const words = [surname, ...givenNames].flatMap((name) => name.split(/[ -]/))
  const name = `${words.join(' ')} `
  const published = SPECIMEN_NAMES.some(([of, specimen]) => (of === '' || of === issuer) && name.startsWith(`${specimen} `))
  return issuer === UTOPIA || words.some(isSpecimenWord) || published
}

/** Of a side on which such a word is printed. */
export function judgePrintedSpecimen(print: readonly PrintedLine[], side: DocumentSide, { specimens }: RulesOfCheck): Finding[] {
  const printed = print.flat().some(({ text, certainty }) => certainty >= LEGIBLE && isSpecimenWord(text))
  return printed ? [holds('document_no_specimen', specimens, RULES, { side })] : []
}

// No passport lasts longer than ten years and the months that were left of the one before. Neither does the identity card of a younger
// person; cards of older people last longer in many states, and in some for ever (Regulation (EU) 2025/1208, article 4, and before it each
// state by its own law; the lowest age is Bulgaria's).
const LONGEST_YEARS = 11
// Directive 2006/126/EC, article 7: of a licence fifteen. Of some states those from before 2013 last until the holder is seventy.
const LICENCE_YEARS = 15
const LICENCE_AGE = 70
const LICENCES_TO_AGE: ReadonlySet<string> = new Set(['DNK', 'FIN', 'NOR'])
const LONGER_FROM_AGE = 58

// Years that hardly anybody lives.
const OLDEST = 112

const yearsAfter = (day: Date, years: number): number => new Date(day).setUTCFullYear(day.getUTCFullYear() + years)

// The latest end that a document can have.
function latestEnd({ issuer, dateOfBirth }: MrzReading, { documentType, now }: RulesOfCheck): number {
  if (documentType === 'drivers_license') {
    const ofHolder = dateOfBirth !== null && LICENCES_TO_AGE.has(issuer) ? yearsAfter(new Date(dateOfBirth), LICENCE_AGE) : 0
    return Math.max(yearsAfter(now, LICENCE_YEARS), ofHolder)
  }
  const ofOldHolder = documentType === 'national_id' && dateOfBirth !== null && ageOn(dateOfBirth, now) >= LONGER_FROM_AGE
  return ofOldHolder ? Infinity : yearsAfter(now, LONGEST_YEARS)
}

const lastsTooLong = (mrz: MrzReading, rules: RulesOfCheck): boolean =>
  mrz.expiry !== null && Date.parse(mrz.expiry) > latestEnd(mrz, rules)

// Documents print the year in full, mostly: then it is the birth of a child, unless the same day of another century is printed as well.
function saysCentury(birth: string, print: readonly PrintedLine[]): boolean {
  const legible = print.flatMap(datesIn).filter((date) => date.legible)
  const birthdays = new Set(
    legible.map(({ figures }) => figures).filter((figures) => figures.slice(2) === birth.replaceAll('-', '').slice(2)),
  )
  return birthdays.size === 1 && birthdays.has(birth.replaceAll('-', ''))
}

/** `print`: of the side with the portrait, as far as it was read. */
export function judgeHolder(mrz: MrzReading, side: DocumentSide | 'chip', rules: RulesOfCheck, print: readonly PrintedLine[]): Finding[] {
  const { minimumAge, now, specimens } = rules
  const age = mrz.dateOfBirth === null ? null : ageOn(mrz.dateOfBirth, now)
  // The evidence shall not keep how old the signer is.
  const oldEnough = holds('holder_age', age !== null && age >= minimumAge, RULES, { side, minimum: minimumAge })
  // A zone has no century: whoever it makes a child may be a hundred.
  const isUnknown = age === null || mrz.dateOfBirth === null || (age + 100 <= OLDEST && !saysCentury(mrz.dateOfBirth, print))
  return [
    holds('document_no_specimen', specimens || !isSpecimen(mrz), RULES, { side }),
    holds('document_dates', !lastsTooLong(mrz, rules), RULES, { side }),
    isUnknown ? orRefer(oldEnough, 'HOLDER_AGE_UNKNOWN') : oldEnough,
  ]
}
