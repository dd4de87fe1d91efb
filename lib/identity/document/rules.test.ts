// Whom a document can be of and how long it can last: ages at the time of the check, ends by kind and age, specimens outside of test mode.

import { describe, expect, it } from 'vitest'
import type { DocumentType } from '../../domain/capture'
import { specimenZone } from '../specimen/zone'
import { whatTheCameraSees } from '../../operations/sandbox/test-document'
import type { MrzReading } from '../mrz/parse'
import { judgeHolder, judgePrintedSpecimen } from './rules'

const NOW = new Date('2026-11-21T12:00:00Z')
const zone = specimenZone('passport', whatTheCameraSees('Anna Kowalska', 'AZE123456', null), 'PL', NOW)
if (!zone.ok) throw new Error('no zone')
const { mrz } = zone

function failed(change: Partial<MrzReading>, { type = 'passport', specimens = false, minimumAge = 18, print = '' } = {}) {
  const rules = { documentType: type as DocumentType, now: NOW, specimens, minimumAge }
  const lines = print.split('\n').map((line) => line.split(' ').map((text) => ({ text, certainty: text.endsWith('?') ? 20 : 95 })))
  return judgeHolder({ ...mrz, ...change }, 'front', rules, lines).flatMap(({ check, passed, refers }) => (passed ? [] : [refers ?? check]))
}

describe('the rules for holders', () => {
  it.each([
    ['somebody of age', '1985-04-22', 18, []],
    ['the eighteenth birthday', '2008-11-21', 18, []],
    ['the day before it, which has begun in the east', '2008-11-22', 18, []],
    ['two days before it', '2008-11-23', 18, ['holder_age']],
    ['sixteen, where it was agreed', '2010-11-21', 16, []],
    ['fifteen, where sixteen was agreed', '2011-06-01', 16, ['holder_age']],
    ['a child', '2012-04-22', 18, ['holder_age']],
    ['a child, or somebody of a hundred and one', '2025-05-05', 18, ['HOLDER_AGE_UNKNOWN']],
    ['an unknown day of birth', null, 18, ['HOLDER_AGE_UNKNOWN']],
  ])('judge %s', (_, dateOfBirth, minimumAge, expected) => {
    expect(failed({ dateOfBirth }, { minimumAge })).toEqual(expected)
  })

  it.each([
    ['a child, where its year is printed in full', 'KOWALSKA\n05.05.2025', ['holder_age']],
    ['a child, with a month in words', '05 MAJ/MAY 2025', ['holder_age']],
    ['a child, with a day of issue', '05.05.2025\n01.02.2026', ['holder_age']],
    ['somebody of a hundred and one', '05.05.1925', ['HOLDER_AGE_UNKNOWN']],
    ['somebody of a hundred and one, with a card of that very day', '05.05.1925\n05.05.2025', ['HOLDER_AGE_UNKNOWN']],
    ['a year of two figures', '05 MAY 25', ['HOLDER_AGE_UNKNOWN']],
    ['a date that is not legible', '05.05.2025?', ['HOLDER_AGE_UNKNOWN']],
  ])('judge by the century that is printed: %s', (_, print, expected) => {
    expect(failed({ dateOfBirth: '2025-05-05' }, { print })).toEqual(expected)
    expect(failed({ dateOfBirth: '1985-04-22' }, { print })).toEqual([])
  })

  it.each([
    ['ten years and nine months', 'passport', '1985-04-22', '2037-08-21', []],
    ['twelve years', 'passport', '1985-04-22', '2038-11-22', ['document_dates']],
    ['49 years', 'national_id', '1985-04-22', '2075-11-15', ['document_dates']],
    ['for ever, of an old person', 'national_id', '1950-04-22', '2099-12-31', []],
    ['for ever, of an old person in a passport', 'passport', '1950-04-22', '2099-12-31', ['document_dates']],
  ])('take or refuse an end in %s', (_, type, dateOfBirth, expiry, expected) => {
    expect(failed({ dateOfBirth, expiry }, { type })).toEqual(expected)
  })

  it.each([
    ['fifteen years, in any state', 'POL', '2041-11-20', []],
    ['longer', 'POL', '2046-03-11', ['document_dates']],
    ['until seventy, in Denmark', 'DNK', '2046-03-11', []],
    ['until seventy, in Finland', 'FIN', '2046-03-10', []],
    ['until seventy, in Norway', 'NOR', '2046-03-11', []],
    ['until after seventy', 'DNK', '2046-03-12', ['document_dates']],
  ])('take or refuse a licence that lasts %s', (_, issuer, expiry, expected) => {
    expect(failed({ issuer, dateOfBirth: '1976-03-11', expiry }, { type: 'drivers_license' })).toEqual(expected)
  })

  it.each([
    ['of Utopia', { issuer: 'UTO' }],
    ['by its surname', { surname: 'SPECIMEN' }],
    ['by one of its names', { givenNames: ['ANNA', 'VZOR'] }],
    ['with the name that Germany prints', { surname: 'MUSTERMANN', givenNames: ['ERIKA'] }],
    ['of Spain', { issuer: 'ESP', surname: 'ESPANOLA ESPANOLA', givenNames: ['CARMEN'] }],
    ['of the Netherlands', { issuer: 'NLD', surname: 'DE BRUIJN', givenNames: ['WILLEKE', 'LISELOTTE'] }],
    ['of France', { issuer: 'FRA', surname: 'MARTIN', givenNames: ['MAELYS', 'GAELLE', 'MARIE'] }],
    ['of Slovakia', { issuer: 'SVK', surname: 'VZOROVA', givenNames: ['JANA'] }],
    ['of Hungary', { issuer: 'HUN', surname: 'MINTA', givenNames: ['KATALIN'] }],
  ])('know a specimen %s, and take it in test mode only', (_, change) => {
    expect(failed(change)).toEqual(['document_no_specimen'])
    expect(failed(change, { specimens: true })).toEqual([])
  })

  it('know a specimen by the word across its front', () => {
    const print = [[{ text: 'Specimen', certainty: 70 }]]
    const rules = { documentType: 'passport', now: NOW, specimens: false, minimumAge: 18 } as const
    expect(judgePrintedSpecimen(print, 'front', rules)).toMatchObject([{ check: 'document_no_specimen', passed: false }])
    expect(judgePrintedSpecimen(print, 'front', { ...rules, specimens: true })).toMatchObject([{ passed: true }])
    expect(judgePrintedSpecimen([[{ text: 'Species', certainty: 90 }]], 'front', rules)).toEqual([])
  })

  it('take real people who have nearly such a name', () => {
    expect(failed({ surname: 'MUSTERMANN', givenNames: ['JULIA'] })).toEqual([])
    expect(failed({ issuer: 'FRA', surname: 'MARTIN', givenNames: ['MAELYS'] })).toEqual([])
  })
})
