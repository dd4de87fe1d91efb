// Names of the zone are found where the print has them in whole: what goes on beside them was left out of the zone.
import { describe, expect, it } from 'vitest'
import { findNames } from './printed-name'

const print = (text: string) => text.split('\n').map((line) => line.split(' ').map((word) => ({ text: word, certainty: 92 })))

const anna = { surname: 'KOWALSKA', givenNames: ['ANNA'], namesTruncated: false, issuer: 'POL', nationality: 'POL' }

const page = (surname: string, givenNames: string) =>
  print(
    `RZECZPOSPOLITA POLSKA\nNazwisko / Surname\n${surname}\nImiona / Given names\n${givenNames}\nObywatelstwo / Nationality\nPOL\n22.04.1985 F`,
  )

type Edit = Partial<typeof anna>

const finds = (surname: string, givenNames: string, edit: Edit = {}) => {
  const found = findNames(page(surname, givenNames), { ...anna, ...edit })
  return found.surname && found.givenNames
}

it.each<[string, string, Edit?]>([
  ['KOWALSKA', 'ANNA'],
  ['Kowalska', 'Anna'],
  ['KOWALSKA', 'Anna'],
  ['de Vries', 'Anna', { surname: 'DE VRIES' }],
  ['Kowalska\nNowak', 'Anna\nMaria', { surname: 'KOWALSKA NOWAK', givenNames: ['ANNA', 'MARIA'] }],
  ['KOWALSKA', 'ANNA\nDate of birth'],
  ['Kowalska', 'Anna\nDate of birth'],
  ['Kowalska', 'Anna\nObywatelstwo'],
  ['Kowalska', 'Anna\nPolska'],
  ['KOWALSKA', 'ANNA\n22 KWI/APR 1985'],
  ['Kowalska', 'Anna\n22 Apr 1985'],
  ['КОВАЛЬСКА/KOWALSKA', 'ΑΝΝΑ / ANNA'],
  ['KOWALSKA/KOWALSKA', 'ANNA'],
  ['KOWALSKA\nép. DUBOIS', 'ANNA'],
  ['KOWALSKA\népouse DUBOIS', 'ANNA'],
  ['KOWALSKA\nvve DUBOIS', 'ANNA'],
  ['Kowalska\ne/v Molenaar', 'Anna'],
  ['WINDSOR/NOWAK', 'ANNA', { surname: 'WINDSOR NOWAK' }],
  ['KOWALSKA\nTa.', 'ANNA\nSe'],
  ['KOBANbCKA / KOWALSKA', 'AHHA / ANNA', { issuer: 'BGR' }],
])('%j, %j are the names %j', (surname, givenNames, edit) => {
  expect(finds(surname, givenNames, edit)).toBe(true)
})

it.each<[string, string, Edit?]>([
  ['Kowalska', 'Anna\nMaria'],
  ['Nowak\nKowalska', 'Anna'],
  ['Kowalska\nNowak', 'Anna'],
  ['Kowalska\nde la Cruz', 'Anna'],
  ['KOWALSKA', 'ANNA\nMARIA 1'],
  ['KOWALSKA', 'ANNA\nMARlA'],
  ['KOWALSKA', 'ANNA\nrucJA'],
  ['KOWALSKA', 'ANNA\nXu'],
  ['KOWALSKA', 'ANNA\nMARlA/EWA'],
  ['KOWALSKA/NOWAK', 'ANNA'],
  ['NOWAK / KOWALSKA', 'ANNA'],
  ['KOWALSKA', 'ANNA/MARIA'],
  ['KOWALSKA', 'MARIA/ANNA'],
])('%j, %j has more than the zone', (surname, givenNames, edit) => {
  expect(finds(surname, givenNames, edit)).toBe(false)
})

describe('names that are words of labels', () => {
  it.each(['HOLDER', 'GIVEN', 'FIRST', 'VARDI', 'REINO', 'KINGDOM', 'UNION', 'REPUBLIC', 'NOME', 'CARTA', 'NEV', 'MENO', 'IME'])(
    '%s',
    (name) => {
      expect(finds(name, 'ANNA', { surname: name })).toBe(true)
      expect(finds('KOWALSKA', name, { givenNames: [name] })).toBe(true)
    },
  )

  it('of which the labels were not read', () => {
    const text = 'RZECZPOSPOLITA POLSKA\nPASZPORT / PASSPORT\nPOL\nHOLDER\nREINO\nPOL'
    expect(findNames(print(text), { ...anna, surname: 'HOLDER', givenNames: ['REINO'] })).toEqual({ surname: true, givenNames: true })
    expect(findNames(print('HOLDER\nANNA\nPOL'), { ...anna, surname: 'HOLDER' }).surname).toBe(false)
    expect(findNames(print('POL\nKOWALSKA\nIMIONA\nPOL'), { ...anna, givenNames: ['IMIONA'] }).givenNames).toBe(false)
  })

  it.each<[string, Edit]>([
    ['REINO\nNAZWISKO\nKOWALSKA\nIMIONA\nANNA', { surname: 'REINO' }],
    ['UNION EUROPEENNE\nUNION\nKOWALSKA\nIMIONA\nANNA', { surname: 'UNION' }],
    ['POLSKA\nNAZWISKO\nKOWALSKA\nIMIONA\nANNA', { surname: 'NAZWISKO', givenNames: ['KOWALSKA'] }],
    ['POLSKA\nNAZWISKO\nKOWALSKA\nIMIONA\nANNA', { surname: 'NAZWISKO', givenNames: ['IMIONA'] }],
    ['POLSKA\nNAZWISKO\nKOWALSKA\nIMIONA\nANNA', { givenNames: ['IMIONA'] }],
    ['DOWOD / CARD\nSurname / Nazwisko\nGiven names / Imiona\nKOWALSKA', { surname: 'GIVEN', givenNames: ['KOWALSKA'] }],
    ['Surname\nReino\nGiven names\nANNA', { surname: 'REINO' }],
    ['Surname\nREINO UNION\nGiven names\nANNA', { surname: 'REINO' }],
  ])('are none elsewhere: %j', (text, edit) => {
    const found = findNames(print(text), { ...anna, ...edit })
    expect(found.surname && found.givenNames).toBe(false)
  })
})

// What states print otherwise than their zones.
it.each<[string, Edit]>([
  ['Dr. SCHMIDT', { surname: 'SCHMIDT', issuer: 'D' }],
  ['DR.SCHMIDT', { surname: 'SCHMIDT', issuer: 'D' }],
  ['PROF. DR. SCHMIDT', { surname: 'SCHMIDT', issuer: 'AUT' }],
  ['DR. SCHMIDT', { surname: 'DR SCHMIDT', issuer: 'D' }],
  ['WEIẞ', { surname: 'WEISS', issuer: 'D' }],
  ['WEIB', { surname: 'WEISS', issuer: 'D' }],
  ['WEIB', { surname: 'WEIB', issuer: 'D' }],
  ['BRUBWEIBER', { surname: 'BRUBWEISSER', issuer: 'D' }],
  ['GROẞ-WEIß', { surname: 'GROSS WEISS' }],
  ['ÞÓRSDÓTTIR', { surname: 'THORSDOTTIR' }],
  ['PÓRSDÓTTIR', { surname: 'THORSDOTTIR', issuer: 'ISL' }],
])('%s is %j', (surname, edit) => {
  expect(finds(surname, 'ANNA', edit)).toBe(true)
})

it('takes an R for ẞ where the reader is not sure of it', () => {
  const of = (certainty: number, edit: Edit = { issuer: 'D' }) =>
    findNames(
      print('BUNDESREPUBLIK\nWEIR\nANNA').map((line) => line.map((word) => ({ ...word, certainty }))),
      { ...anna, surname: 'WEISS', ...edit },
    ).surname
  expect([of(70), of(92), of(70, {})]).toEqual([true, false, false])
})

it.each<[string, Edit]>([
  ['DR. SCHMIDT', { surname: 'SCHMIDT' }],
  ['DREY SCHMIDT', { surname: 'SCHMIDT', issuer: 'D' }],
  ['SCHMIDT DR.', { surname: 'SCHMIDT', issuer: 'D' }],
  ['WEIB', { surname: 'WEISS' }],
  ['PETERS', { surname: 'THETERS' }],
])('%s is not %j', (surname, edit) => {
  expect(finds(surname, 'ANNA', edit)).toBe(false)
})
