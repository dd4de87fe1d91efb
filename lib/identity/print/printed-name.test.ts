// Names of the zone are found where the print has them in whole: what goes on beside them was left out of the zone.
import { expect, it } from 'vitest'
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
  ['KOWALSKA', 'ANNA\nMARlA/EWA'],
  ['KOWALSKA/NOWAK', 'ANNA'],
  ['NOWAK / KOWALSKA', 'ANNA'],
  ['KOWALSKA', 'ANNA/MARIA'],
  ['KOWALSKA', 'MARIA/ANNA'],
])('%j, %j has more than the zone', (surname, givenNames, edit) => {
  expect(finds(surname, givenNames, edit)).toBe(false)
})
