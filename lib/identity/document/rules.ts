// Rules for what stands in the zone of a document, beyond the format: whom it can be of, and how long it can last.
import { holds, orRefer, type Finding } from '../finding'
import { UTOPIA } from '../mrz/country-codes'
import { ageOn } from '../mrz/dates'
import type { MrzReading } from '../mrz/parse'
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

// What states print as the name on specimens of their documents.
const SPECIMEN_WORDS: ReadonlySet<string> = new Set(['SPECIMEN', 'SPECIMENAS', 'ESPECIMEN', 'VZOR'])
const SPECIMEN_NAMES: ReadonlySet<string> = new Set(['MUSTERMANN ERIKA', 'MUSTERMANN MAX'])

function isSpecimen({ issuer, surname, givenNames }: MrzReading): boolean {
  const words = [surname, ...givenNames].flatMap((name) => name.split(/[ -]/))
  return issuer === UTOPIA || words.some((word) => SPECIMEN_WORDS.has(word)) || SPECIMEN_NAMES.has(words.slice(0, 2).join(' '))
}

// No passport lasts longer than ten years and the months that were left of the one before. Neither does the identity card of a younger
// person; cards of older people last longer in many states, and in some for ever (Regulation (EU) 2025/1208, article 4, and before it each
// state by its own law; the lowest age is Bulgaria's).
const LONGEST_YEARS = 11
// Directive 2006/126/EC, article 7: of a licence fifteen.
const LICENCE_YEARS = 15
const LONGER_FROM_AGE = 58

function lastsTooLong({ expiry, dateOfBirth }: MrzReading, { documentType, now }: RulesOfCheck): boolean {
  if (expiry === null) return false
  const last = new Date(now)
  last.setUTCFullYear(last.getUTCFullYear() + (documentType === 'drivers_license' ? LICENCE_YEARS : LONGEST_YEARS))
  const ofOldHolder = documentType === 'national_id' && dateOfBirth !== null && ageOn(dateOfBirth, now) >= LONGER_FROM_AGE
  return !ofOldHolder && Date.parse(expiry) > last.getTime()
}

export function judgeHolder(mrz: MrzReading, side: DocumentSide | 'chip', rules: RulesOfCheck): Finding[] {
  const { minimumAge, now, specimens } = rules
  const age = mrz.dateOfBirth === null ? null : ageOn(mrz.dateOfBirth, now)
  // The evidence shall not keep how old the signer is.
  const oldEnough = holds('holder_age', age !== null && age >= minimumAge, RULES, { side, minimum: minimumAge })
  return [
    holds('document_no_specimen', specimens || !isSpecimen(mrz), RULES, { side }),
    holds('document_dates', !lastsTooLong(mrz, rules), RULES, { side }),
    age === null ? orRefer(oldEnough, 'HOLDER_AGE_UNKNOWN') : oldEnough,
  ]
}
