// Print and zone: what belongs together passes however it is printed, what is certainly of others is refused, and the rest is left to a person.

import { describe, expect, it } from 'vitest'
import { conclude } from '../conclusion'
import { parseMrz, type MrzReading } from '../mrz/parse'
import { judgePrint } from './judge'
import { layoutOf } from './layouts'
import type { PrintedLine } from './text-reader'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import { random } from '@/lib/testing/camera/image'
import { generatedDocument } from '@/lib/testing/identity/generated-documents'

const NOW = new Date('2026-11-21T12:00:00Z')

function zone(lines: readonly string[]): MrzReading {
  const parsed = parseMrz(lines, NOW)
  if (!parsed.ok) throw new Error(parsed.because)
  return parsed.mrz
}
const card = zone(['I<POLCBA4829134<<<<<<<<<<<<<<<', '8504229F3411153POL<<<<<<<<<<<2', 'KOWALSKA<<ANNA<MARIA<<<<<<<<<<'])

const LABELS = 'Surname / Nazwisko\nGiven names / Imiona\nDate of birth\nDate of expiry\n'
const print = (text: string, certainty = 92): PrintedLine[] =>
  (LABELS + text).split('\n').map((line) => line.split(' ').map((word) => ({ text: word, certainty })))

const OWN = 'KOWALSKA\nANNA MARIA\nPOL F\n22.04.1985\nCBA482913\n15.11.2034'

function outcome(read: readonly PrintedLine[], { mrz = card, type = 'national_id' as 'national_id' | 'passport', specimens = false } = {}) {
  const findings = judgePrint({ documentType: type, now: NOW, specimens, mrz, print: read, zoneSide: 'back' })
  const conclusion = conclude(findings, [])
  return conclusion.outcome === 'failed' ? conclusion.reason : conclusion.outcome === 'referred' ? conclusion.referrals.join() : 'passed'
}

describe('print that belongs to the zone', () => {
  it.each([
    ['as it is', OWN],
    ['with the year first', 'KOWALSKA\nANNA\n1985-04-22\nCBA482913\n2034 11 15'],
    ['with months as words', 'KOWALSKA\nANNA\n22 APR/KWI 85\nCBA482913\n15 NOV 2034'],
    ['with letters that look like figures', 'K0WAL5KA\nANNA\n22.041985\nC8A4B2913\n1511 2034'],
  ])('passes %s', (_, text) => {
    expect(outcome(print(text))).toBe('passed')
  })

  it('passes with both of what the reader sees, where it is not sure of a letter or figure', () => {
    const both = 'KOWALS5KA\nANNA MAR1IA\n22.04.1985\nCcBA48Z29I3\n15.11.2034'
    expect(outcome(print(both, 70))).toBe('passed')
    expect(outcome(print(both))).toBe('DOCUMENT_PRINT_UNREAD')
  })

  it.each([
    ['tOS', 'LOS'],
    ['Z0t¢', 'ZOLC'],
    ['ZotC', 'ZOLC'],
    ['tUKASZEWICZ', 'LUKASZEWICZ'],
    ['tukaszewicz', 'LUKASZEWICZ'],
  ])('passes with the Ł that the reader took for a small t in %s', (read, surname) => {
    expect(outcome(print(OWN.replace('KOWALSKA', read)), { mrz: { ...card, surname } })).toBe('passed')
  })

  it('leaves another letter in the place of a t to a person', () => {
    for (const [read, surname] of [
      ['TOS', 'LOS'],
      ['Stanek', 'SLANEK'],
      ['Witkowska', 'WILKOWSKA'],
      ['TUKASZEWICZ', 'LUKASZEWICZ'],
    ] as const)
      expect(outcome(print(OWN.replace('KOWALSKA', read)), { mrz: { ...card, surname } })).toBe('DOCUMENT_PRINT_UNREAD')
  })

  it.each([
    ['KÖNIG<<JÜRGEN', 'KOENIG<<JUERGEN'],
    ['ŻÓŁĆ-WIŚNIEWSKA<<ŁUCJA', 'ZOLC<WISNIEWSKA<<LUCJA'],
    ['ØSTERGÅRD<<SØREN', 'OESTERGAARD<<SOEREN'],
  ])('passes with the marks of %s', (printed, inZone) => {
    const mrz = { ...card, surname: inZone.split('<<')[0] ?? '', givenNames: [inZone.split('<<')[1] ?? ''] }
    expect(outcome(print(OWN.replace('KOWALSKA\nANNA MARIA', printed.replace('<<', '\n'))), { mrz })).toBe('passed')
  })
})

it.each([
  ['a birth date of a day later', OWN.replace('22.04.1985', '23.04.1985')],
  ['another number', OWN.replace('CBA482913', 'DAK730251')],
  ['another surname', OWN.replace('KOWALSKA', 'HUXLEY')],
  ['no birth date', OWN.replace('22.04.1985', '')],
])('leaves %s alone to a person', (_, text) => {
  expect(outcome(print(text))).toBe('DOCUMENT_PRINT_UNREAD')
})

// Zones of generated documents in which one letter or figure is another than on the print, with check digits that agree.
describe.each(Array.from({ length: 24 }, (_, number) => number))('the generated document %i', (number) => {
  const specimen = generatedDocument(number)
  const mrz = zone(machineReadableZone(specimen))
  const day = (iso: string) => iso.split('-').reverse().join('.')
  const own = print(
    [specimen.surname, specimen.givenNames, specimen.number].join('\n').toUpperCase() + `\n${day(specimen.born)}\n${day(specimen.expires)}`,
  )
  const type = specimen.format === 'TD3' ? 'passport' : 'national_id'
  const chance = random(number + 1)

  const edited = (text: string): string => {
    const at = Math.floor(chance() * text.length)
    const among = /\d/.test(text.charAt(at)) ? '0123456789' : 'KMRTWX'
    const others = [...among].filter((each) => each !== text.charAt(at))
    return text.slice(0, at) + (others[Math.floor(chance() * others.length)] ?? '') + text.slice(at + 1)
  }

  it('passes as it is', () => {
    expect(outcome(own, { mrz, type, specimens: true })).toBe('passed')
  })

  it('is left to a person with another letter in a name or in the number', () => {
    const [first, ...others] = mrz.givenNames
    const zones: MrzReading[] = [
      { ...mrz, surname: edited(mrz.surname) },
      // Some cards print the number of the zone nowhere.
      ...(layoutOf(type, mrz, true)?.fields.includes('number') ? [{ ...mrz, documentNumber: edited(mrz.documentNumber) }] : []),
      ...(first ? [{ ...mrz, givenNames: [edited(first), ...others] }] : []),
      ...(first && (others[0]?.length ?? 0) > 4 ? [{ ...mrz, givenNames: [first, edited(others[0] ?? '')] }] : []),
    ]
    for (const each of zones) expect(outcome(own, { mrz: each, type, specimens: true })).toBe('DOCUMENT_PRINT_UNREAD')
  })
})

it('leaves what is hardly legible to a person, whatever it seems to say', () => {
  expect(outcome(print('HUXLEY\nBIRGIT\n30.06.1961\nX1Y2Z3T4U\n28.02.2029', 40))).toBe('DOCUMENT_PRINT_UNREAD')
  expect(outcome([])).toBe('DOCUMENT_PRINT_UNREAD')
})

it('refuses the print of somebody else', () => {
  expect(outcome(print('HUXLEY\nBIRGIT\nPOL F\n30.06.1961\nX1Y2Z3T4U\n28.02.2029'))).toBe('DOCUMENT_SIDES_DISAGREE')
})

it('says where the layout is not known, and knows every passport and, in test mode, its own cards', () => {
  const mrz = { ...card, issuer: 'BRA' }
  expect(outcome(print(OWN), { mrz })).toBe('DOCUMENT_LAYOUT_UNKNOWN')
  expect(outcome(print(OWN), { mrz, specimens: true })).toBe('passed')
  expect(outcome(print(OWN), { mrz, type: 'passport' })).toBe('passed')
  // No card of this kind has ended so soon.
  expect(outcome(print(OWN), { mrz: { ...card, issuer: 'FRA', expiry: '2020-11-15' } })).toBe('DOCUMENT_LAYOUT_UNKNOWN')
})
