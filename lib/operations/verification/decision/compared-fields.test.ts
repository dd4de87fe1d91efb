// The fields that a finding names to the person who decides, in words.

import { expect, it } from 'vitest'
import { judgePrint } from '../../../identity/print/judge'
import type { MrzReading } from '../../../identity/mrz/parse'
import { comparedFields } from './compared-fields'

const NOW = new Date('2026-11-21T12:00:00Z')
const CARD: MrzReading = {
  format: 'TD1',
  documentCode: 'I',
  issuer: 'POL',
  surname: 'KOWALSKA',
  givenNames: ['ANNA'],
  documentNumber: 'CBA482913',
  nationality: 'POL',
  dateOfBirth: '1985-04-22',
  sex: 'F',
  expiry: '2034-11-15',
  namesTruncated: false,
  checkDigits: [],
}
const LABELS = 'Surname / Nazwisko\nGiven names / Imiona\nDate of birth\nDate of expiry\n'

const fieldsOf = (print: string, documentType: 'national_id' | 'residence_permit' = 'national_id') =>
  judgePrint({
    documentType,
    now: NOW,
    specimens: false,
    mrz: CARD,
    print: (LABELS + print).split('\n').map((line) => line.split(' ').map((text) => ({ text, certainty: 92 }))),
    zoneSide: 'back',
  })
    .flatMap((finding) => comparedFields('en', finding))
    .map(({ comparison, words }) => `${comparison}: ${words}`)

it.each([
  ['nothing where all agree', 'KOWALSKA\nANNA\nPOL F\n22.04.1985\nCBA482913\n15.11.2034', []],
  ['a birth date that differs', 'KOWALSKA\nANNA\nPOL F\n11.02.1961\nCBA482913\n15.11.2034', ['differs: date of birth']],
  [
    'what differs beside what was not read',
    'HUXLEY\nANNA\nPOL F\n22.04.1985\nX\n15.11.2034',
    ['differs: surname', 'unread: first names', 'unread: number of the document'],
  ],
])('names %s', (_, print, expected) => {
  expect(fieldsOf(print)).toEqual(expected)
})

it('says nothing of a field that this document need not print', () => {
  expect(fieldsOf('KOWALSKA\nANNA\nPOL F\nCBA482913', 'residence_permit')).toEqual(['unread: last day'])
})

it('names what differs from the chip', () => {
  const finding = { check: 'chip_agreement', passed: false, model: 'script/1', detail: 'differs=surname,number' }
  expect(comparedFields('en', finding).map(({ words }) => words)).toEqual(['surname', 'number of the document'])
  expect(comparedFields('en', { ...finding, passed: true })).toEqual([])
})
