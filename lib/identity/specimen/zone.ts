// The machine readable zone of a test document (ICAO Doc 9303 parts 4, 5 and 6), with right check digits unless it is to have a wrong one.
import { checkDigit } from '../mrz/check-digit'
import { mrzCountryOf, UTOPIA } from '../mrz/country-codes'
import { parseMrz, type MrzFormat, type MrzParse } from '../mrz/parse'
import type { DocumentType } from '../../domain/capture'
import type { CaptureScript } from './script'

const NAME_ROOM: Readonly<Record<MrzFormat, number>> = { TD1: 30, TD2: 31, TD3: 39 }

const fill = (text: string, length: number) => text.replaceAll(' ', '<').padEnd(length, '<').slice(0, length)

const nameField = ({ surname, givenNames }: CaptureScript) => `${surname.replaceAll(' ', '<')}<<${givenNames.join('<')}`

// A name that is cut off must end with a letter, or nobody could tell that it was cut off (Doc 9303-5 4.2.3). Where it would not, the card
// has the wider format TD2.
export function formatOf(type: DocumentType, script: CaptureScript): MrzFormat {
  if (type === 'passport') return 'TD3'
  // A card whose print can disagree with a zone on the same side.
  if (script.fault === 'DOCUMENT_PRINT_DISAGREES') return 'TD2'
  const name = nameField(script)
  return name.length > NAME_ROOM.TD1 && name.charAt(NAME_ROOM.TD1 - 1) === '<' ? 'TD2' : 'TD1'
}

const dayIn = (years: number, now: Date, day: string) => `${String((now.getUTCFullYear() + years) % 100).padStart(2, '0')}${day}`

// 15 November, in five years or two years ago.
const expiryOf = ({ expired, fault }: CaptureScript, now: Date): string =>
  dayIn(expired ? -2 : fault === 'DOCUMENT_DATES' ? 30 : 5, now, '1115')

const birthOf = ({ fault }: CaptureScript, now: Date): string => (fault === 'HOLDER_TOO_YOUNG' ? dayIn(-14, now, '0422') : '850422')

const withDigit = (text: string) => text + checkDigit(text)

// A number of more than nine characters leaves '<' in its check digit's place and goes on in the optional data (Doc 9303-5 4.2.2, note j).
function numberOf(number: string, room: number): { number: string; optional: string } {
  const rest = number.slice(9)
  return rest === ''
    ? { number: withDigit(fill(number, 9)), optional: fill('', room) }
    : { number: `${number.slice(0, 9)}<`, optional: fill(rest + checkDigit(number), room) }
}

function issuerOf({ fault, country }: CaptureScript, declaredCountry: string | null): string {
  switch (fault) {
    case 'DATA_DISAGREE':
      return declaredCountry === 'SE' ? 'FIN' : 'SWE'
    case 'DOCUMENT_SPECIMEN':
      return UTOPIA
    // The United Nations are no country, so nobody can have chosen theirs.
    case 'DOCUMENT_NOT_ACCEPTED':
      return 'UNO'
    default:
      return mrzCountryOf(country ?? declaredCountry ?? '') ?? UTOPIA
  }
}

function zoneLines(type: DocumentType, script: CaptureScript, declaredCountry: string | null, now: Date): string[] {
  const format = formatOf(type, script)
  const state = fill(issuerOf(script, declaredCountry), 3)
  const isPassport = (type === 'passport') !== (script.fault === 'DOCUMENT_OTHER_TYPE')
  const code = isPassport ? 'P<' : type === 'residence_permit' ? 'IR' : 'I<'
  const dates = { birth: withDigit(birthOf(script, now)), expiry: withDigit(expiryOf(script, now)) }
  const wrong = script.fault === 'DOCUMENT_CHECK_DIGIT'
  const composed = (text: string) => (wrong ? String((Number(checkDigit(text)) + 3) % 10) : checkDigit(text))
  if (format === 'TD1') {
    const { number, optional } = numberOf(script.documentNumber, 15)
    const second = `${dates.birth}<${dates.expiry}${state}${fill('', 11)}`
    const digit = composed(number + optional + dates.birth + dates.expiry + fill('', 11))
    return [`${code}${state}${number}${optional}`, second + digit, fill(nameField(script), 30)]
  }
  const { number, optional } =
    format === 'TD3'
      ? { number: withDigit(fill(script.documentNumber, 9)), optional: `${fill('', 14)}<` }
      : numberOf(script.documentNumber, 7)
  const second = `${number}${state}${dates.birth}<${dates.expiry}${optional}`
  return [`${code}${state}${fill(nameField(script), NAME_ROOM[format])}`, second + composed(number + dates.birth + dates.expiry + optional)]
}

// No zone when the name has no letters that documents could print.
export function specimenZone(type: DocumentType, script: CaptureScript, declaredCountry: string | null, now: Date): MrzParse {
  return parseMrz(zoneLines(type, script, declaredCountry, now), now)
}
