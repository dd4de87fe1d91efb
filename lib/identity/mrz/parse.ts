// Machine readable zones TD1, TD2 and TD3 (ICAO Doc 9303 parts 4, 5, 6): lines in, fields out, and for each check digit
// whether it is right.
import { checkDigit } from './check-digit'
import { isMrzCountry } from './country-codes'
import { birthDate, expiryDate } from './dates'
import { isNameField, parseName, type MrzName } from './names'

export type MrzFormat = 'TD1' | 'TD2' | 'TD3'

type CheckedField = 'document_number' | 'birth_date' | 'expiry_date' | 'personal_number' | 'composite'

type CheckDigitResult = {
  readonly field: CheckedField
  readonly valid: boolean
}

// What can be wrong with a zone whose lines have the right form.
export type MrzProblem =
  | 'document_code'
  | 'issuer'
  | 'nationality'
  | 'document_number'
  | 'birth_date'
  | 'expiry_date'
  | 'sex'
  | 'name'
  | 'check_digit'

// The fields of a zone that are stored, sealed under the key of the check. Optional data and the lines themselves are not.
export type MrzReading = MrzName & {
  // Null: the document has no zone, and its print was read.
  readonly format: MrzFormat | null
  // One or two letters: P, PM, ID, I, AR ...
  readonly documentCode: string
  // As printed without fillers: POL, D, UTO.
  readonly issuer: string
  readonly nationality: string
  readonly documentNumber: string
  // YYYY-MM-DD.
  readonly dateOfBirth: string | null
  readonly expiry: string | null
  // Null where the document does not say.
  readonly sex: 'M' | 'F' | null
  readonly checkDigits: readonly CheckDigitResult[]
}

type MrzRefusal = 'line_count' | 'line_length' | 'characters' | 'unsupported_layout'

export type MrzParse =
  | { readonly ok: true; readonly mrz: MrzReading; readonly problems: readonly MrzProblem[] }
  | { readonly ok: false; readonly because: MrzRefusal }

const SHAPES: Readonly<Record<string, MrzFormat>> = { '3x30': 'TD1', '2x36': 'TD2', '2x44': 'TD3' }

type Cut = {
  documentCode: string
  issuer: string
  nationality: string
  name: string
  number: { text: string; digit: string }
  birth: { text: string; digit: string }
  expiry: { text: string; digit: string }
  personal: { text: string; digit: string } | null
  composite: { text: string; digit: string }
  sex: string
}

// A number longer than nine characters leaves '<' in its check digit's place and goes on in the optional data, closed by the
// check digit (Doc 9303-5 4.2.2, note j). `after` is the optional data.
function longNumber(start: string, digit: string, after: string): Cut['number'] {
  const [more = ''] = after.split('<')
  return digit !== '<' || more.length < 2 ? { text: start, digit } : { text: start + more.slice(0, -1), digit: more.slice(-1) }
}

function cutTd1([one, two, three]: readonly [string, string, string]): Cut {
  return {
    documentCode: one.slice(0, 2),
    issuer: one.slice(2, 5),
    nationality: two.slice(15, 18),
    name: three,
    number: longNumber(one.slice(5, 14), one.charAt(14), one.slice(15, 30)),
    birth: { text: two.slice(0, 6), digit: two.charAt(6) },
    expiry: { text: two.slice(8, 14), digit: two.charAt(14) },
    personal: null,
    composite: { text: one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29), digit: two.charAt(29) },
    sex: two.charAt(7),
  }
}

function cutTwoLines(one: string, two: string, format: 'TD2' | 'TD3'): Cut {
  const last = two.length - 1
  const number = { text: two.slice(0, 9), digit: two.charAt(9) }
  return {
    documentCode: one.slice(0, 2),
    issuer: one.slice(2, 5),
    nationality: two.slice(10, 13),
    name: one.slice(5),
    number: format === 'TD2' ? longNumber(number.text, number.digit, two.slice(28, last)) : number,
    birth: { text: two.slice(13, 19), digit: two.charAt(19) },
    expiry: { text: two.slice(21, 27), digit: two.charAt(27) },
    personal: format === 'TD3' ? { text: two.slice(28, 42), digit: two.charAt(42) } : null,
    composite: { text: two.slice(0, 10) + two.slice(13, 20) + two.slice(21, last), digit: two.charAt(last) },
    sex: two.charAt(20),
  }
}

function checked(field: CheckedField, { text, digit }: { text: string; digit: string }): CheckDigitResult {
  // An empty personal number may close with a filler instead of 0 (Doc 9303-4, data element 12).
  const emptyWithFiller = field === 'personal_number' && digit === '<' && /^<*$/.test(text)
  return { field, valid: digit === checkDigit(text) || emptyWithFiller }
}

const CODES: Readonly<Record<MrzFormat, RegExp>> = { TD1: /^[AIC][A-Z<]$/, TD2: /^[AIC][A-Z<]$/, TD3: /^P[A-Z<]$/ }

const withoutFillers = (text: string) => text.replace(/<+$/, '').replaceAll('<', ' ')

function problemsOf(cut: Cut, mrz: MrzReading, format: MrzFormat): MrzProblem[] {
  const birthIsPlausible = mrz.dateOfBirth !== null || /^(\d\d|<<)(\d\d|<<)<<$/.test(cut.birth.text)
  const tests: readonly [MrzProblem, boolean][] = [
    ['document_code', CODES[format].test(cut.documentCode)],
    ['issuer', isMrzCountry(withoutFillers(cut.issuer))],
    ['nationality', isMrzCountry(withoutFillers(cut.nationality))],
    ['document_number', /^[A-Z0-9<]*[A-Z0-9]<*$/.test(cut.number.text)],
    ['birth_date', birthIsPlausible],
    ['expiry_date', mrz.expiry !== null],
    ['sex', /^[MF<X]$/.test(cut.sex)],
    ['name', isNameField(cut.name)],
    ['check_digit', mrz.checkDigits.every(({ valid }) => valid)],
  ]
  return tests.filter(([, good]) => !good).map(([problem]) => problem)
}

function fieldsOf(cut: Cut, format: MrzFormat, now: Date): MrzReading {
  return {
    format,
    documentCode: withoutFillers(cut.documentCode),
    issuer: withoutFillers(cut.issuer),
    ...parseName(cut.name),
    documentNumber: withoutFillers(cut.number.text),
    nationality: withoutFillers(cut.nationality),
    dateOfBirth: birthDate(cut.birth.text, now),
    sex: cut.sex === 'M' || cut.sex === 'F' ? cut.sex : null,
    expiry: expiryDate(cut.expiry.text, now),
    checkDigits: [
      checked('document_number', cut.number),
      checked('birth_date', cut.birth),
      checked('expiry_date', cut.expiry),
      ...(cut.personal ? [checked('personal_number', cut.personal)] : []),
      checked('composite', cut.composite),
    ],
  }
}

// `now` decides the century of dates. Nothing is corrected here: the lines are judged as they were read.
export function parseMrz(lines: readonly string[], now: Date): MrzParse {
  const [one, two, three] = lines
  if (one === undefined || two === undefined || lines.length > 3) return { ok: false, because: 'line_count' }
  const format = SHAPES[`${lines.length}x${one.length}`]
  if (format === undefined || lines.some((line) => line.length !== one.length)) return { ok: false, because: 'line_length' }
  if (!lines.every((line) => /^[A-Z0-9<]+$/.test(line))) return { ok: false, because: 'characters' }
  // The French card of 1988-2021 is 2x36 but no TD2: its fields stand elsewhere and it has no expiry date.
  if (format === 'TD2' && one.startsWith('IDFRA')) return { ok: false, because: 'unsupported_layout' }
  const cut = three === undefined || format !== 'TD1' ? cutTwoLines(one, two, format === 'TD2' ? 'TD2' : 'TD3') : cutTd1([one, two, three])
  const mrz = fieldsOf(cut, format, now)
  return { ok: true, mrz, problems: problemsOf(cut, mrz, format) }
}
