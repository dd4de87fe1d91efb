// What stands on a specimen identity document, and the holders that the tests and the demonstration use.
import type { Print } from './lettering'
import type { CheckedField } from './machine-readable-zone'

export type Specimen = {
  format: 'TD1' | 'TD2' | 'TD3' | 'licence'
  /** ICAO three-letter codes. */
  issuer: string
  nationality: string
  surname: string
  givenNames: string
  /** Upper-case letters and digits, at most nine. */
  number: string
  sex: 'F' | 'M' | 'X'
  /** ISO 8601 dates. */
  born: string
  issued: string
  expires: string
  birthplace: string
  authority: string
  personalNumber?: string
  /** The first two places of the zone, where they are not those of an ordinary passport or card. */
  documentCode?: string
  /** How the zone is printed, where it is not plain. */
  print?: Partial<Print>
  /** Attack: print this check digit wrong. */
  wrongCheckDigit?: CheckedField
}

export const annaKowalska: Specimen = {
  format: 'TD1',
  issuer: 'POL',
  nationality: 'POL',
  surname: 'Kowalska',
  givenNames: 'Anna Maria',
  number: 'CBA482913',
  sex: 'F',
  born: '1985-04-22',
  issued: '2024-11-15',
  expires: '2034-11-15',
  birthplace: 'Warszawa',
  authority: 'Prezydent m.st. Warszawy',
}

export const zofiaZolc: Specimen = {
  format: 'TD1',
  issuer: 'POL',
  nationality: 'POL',
  surname: 'Żółć-Wiśniewska',
  givenNames: 'Zofia Łucja',
  number: 'DAK730251',
  sex: 'F',
  born: '1979-09-03',
  issued: '2023-02-20',
  expires: '2033-02-20',
  birthplace: 'Łódź',
  authority: 'Prezydent Miasta Łodzi',
}

export const eleniPapadopoulou: Specimen = {
  format: 'TD3',
  issuer: 'GRC',
  nationality: 'GRC',
  surname: 'Παπαδοπούλου',
  givenNames: 'Ελένη',
  number: 'AE0384721',
  sex: 'F',
  born: '1988-12-01',
  issued: '2022-06-14',
  expires: '2032-06-13',
  birthplace: 'Θεσσαλονίκη',
  authority: 'Α.Ε.Α./Δ.Δ.Ε.Α.Τ.',
}

export const zoeLefevre: Specimen = {
  format: 'TD2',
  issuer: 'FRA',
  nationality: 'FRA',
  surname: 'Lefèvre',
  givenNames: 'Zoé',
  number: 'X4RTBPFW4',
  sex: 'F',
  born: '1992-02-11',
  issued: '2021-05-04',
  expires: '2031-05-03',
  birthplace: 'Besançon',
  authority: 'Préfecture du Doubs',
}

export const annasLicence: Specimen = { ...annaKowalska, format: 'licence', number: '00482913' }

export const annasPermit: Specimen = { ...annaKowalska, documentCode: 'IR', number: 'ZR4829137', nationality: 'UKR' }

/** The width and height of each format in millimetres (ISO/IEC 7810, Doc 9303 parts 4 to 6, Directive 2006/126/EC), corners rounded as on cards. */
export const sizeInMillimetres = { TD1: [85.6, 54], TD2: [105, 74], TD3: [125, 88], licence: [85.6, 54] } as const
