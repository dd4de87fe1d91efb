// The lines of a machine-readable zone (ICAO Doc 9303 parts 4, 5 and 6) of a specimen, with right or deliberately wrong check digits.
import type { Specimen } from './specimen'
import { transliterate } from './transliteration'

export function machineReadableZone(specimen: Specimen): string[] {
  switch (specimen.format) {
    case 'TD1':
      return td1(specimen)
    case 'TD2':
      return twoLines(specimen, 36, `${specimen.documentCode ?? 'I<'}${country(specimen.issuer)}`, 7)
    case 'TD3':
      return twoLines(specimen, 44, `${specimen.documentCode ?? 'P<'}${country(specimen.issuer)}`, 14)
    case 'licence':
      return []
  }
}

/** Doc 9303-3, 4.9: weights 7, 3, 1; A is 10, the filler counts nothing. */
function checkDigit(field: string): string {
  const sum = [...field].reduce((total, character, position) => total + (weights[position % 3] ?? 0) * value(character), 0)
  return String(sum % 10)
}

const weights = [7, 3, 1]
const value = (character: string) => (character === '<' ? 0 : Number.parseInt(character, 36))
const fill = (text: string, length: number) => text.replaceAll(' ', '<').padEnd(length, '<').slice(0, length)
const country = (code: string) => fill(code === 'DEU' ? 'D' : code, 3)
const yymmdd = (date: string) => date.slice(2).replaceAll('-', '')

function td1(specimen: Specimen): string[] {
  const { number, birth, expiry } = checkedFields(specimen)
  const first = fill(`${specimen.documentCode ?? 'I<'}${country(specimen.issuer)}${number}`, 30)
  const optional = fill('', 11)
  const composite = checkDigit(first.slice(5) + birth + expiry + optional)
  const second = birth + sexOf(specimen) + expiry + country(specimen.nationality) + optional
  return [first, second + corrupted(specimen, 'composite', composite), fill(nameField(specimen), 30)]
}

function twoLines(specimen: Specimen, length: number, opening: string, optionalLength: number): string[] {
  const { number, birth, expiry } = checkedFields(specimen)
  const optional = fill(specimen.format === 'TD3' ? (specimen.personalNumber ?? '') : '', optionalLength)
  // The optional field of a passport has its own check digit, which may be a filler when the field is empty.
  const optionalDigit = specimen.format === 'TD3' ? (specimen.personalNumber ? checkDigit(optional) : '<') : ''
  const composite = checkDigit(number + birth + expiry + optional + optionalDigit)
  const second = number + country(specimen.nationality) + birth + sexOf(specimen) + expiry + optional + optionalDigit
  return [fill(opening + nameField(specimen), length), second + corrupted(specimen, 'composite', composite)]
}

function checkedFields(specimen: Specimen) {
  const checked = (name: CheckedField, field: string) => field + corrupted(specimen, name, checkDigit(field))
  return {
    number: checked('number', fill(specimen.number, 9)),
    birth: checked('birth', yymmdd(specimen.born)),
    expiry: checked('expiry', yymmdd(specimen.expires)),
  }
}

export type CheckedField = 'number' | 'birth' | 'expiry' | 'composite'

function corrupted(specimen: Specimen, field: CheckedField, digit: string): string {
  return specimen.wrongCheckDigit === field ? String((Number(digit) + 3) % 10) : digit
}

const sexOf = (specimen: Specimen) => (specimen.sex === 'X' ? '<' : specimen.sex)
const nameField = (specimen: Specimen) => `${transliterate(specimen.surname)}<<${transliterate(specimen.givenNames)}`
