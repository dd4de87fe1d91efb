// What the fields of a specimen are called, in the language of its issuer and in English (ICAO Doc 9303-3, 3.4).
import type { Specimen } from './specimen'
import { transliterate } from './transliteration'

type Field =
  | 'card'
  | 'permit'
  | 'licence'
  | 'passport'
  | 'code'
  | 'surname'
  | 'givenNames'
  | 'nationality'
  | 'born'
  | 'sex'
  | 'number'
  | 'expires'
  | 'issued'
  | 'birthplace'
  | 'authority'

const national: Record<string, Record<Field, string>> = {
  POL: {
    card: 'DOWÓD OSOBISTY',
    permit: 'KARTA POBYTU',
    licence: 'PRAWO JAZDY',
    passport: 'PASZPORT',
    code: 'Kod państwa',
    surname: 'Nazwisko',
    givenNames: 'Imiona',
    nationality: 'Obywatelstwo',
    born: 'Data urodzenia',
    sex: 'Płeć',
    number: 'Numer',
    expires: 'Termin ważności',
    issued: 'Data wydania',
    birthplace: 'Miejsce urodzenia',
    authority: 'Organ wydający',
  },
  GRC: {
    card: 'ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ',
    permit: 'ΑΔΕΙΑ ΔΙΑΜΟΝΗΣ',
    licence: 'ΑΔΕΙΑ ΟΔΗΓΗΣΗΣ',
    passport: 'ΔΙΑΒΑΤΗΡΙΟ',
    code: 'Κωδικός χώρας',
    surname: 'Επώνυμο',
    givenNames: 'Όνομα',
    nationality: 'Ιθαγένεια',
    born: 'Ημ. γέννησης',
    sex: 'Φύλο',
    number: 'Αριθμός',
    expires: 'Λήξη',
    issued: 'Έκδοση',
    birthplace: 'Τόπος γέννησης',
    authority: 'Αρχή',
  },
  FRA: {
    card: 'CARTE D’IDENTITÉ',
    permit: 'TITRE DE SÉJOUR',
    licence: 'PERMIS DE CONDUIRE',
    passport: 'PASSEPORT',
    code: 'Code du pays',
    surname: 'Nom',
    givenNames: 'Prénoms',
    nationality: 'Nationalité',
    born: 'Date de naissance',
    sex: 'Sexe',
    number: 'Numéro',
    expires: 'Date d’expiration',
    issued: 'Date de délivrance',
    birthplace: 'Lieu de naissance',
    authority: 'Autorité',
  },
}
const english: Record<Field, string> = {
  card: 'IDENTITY CARD',
  permit: 'RESIDENCE PERMIT',
  licence: 'DRIVING LICENCE',
  passport: 'PASSPORT',
  code: 'Code',
  surname: 'Surname',
  givenNames: 'Given names',
  nationality: 'Nationality',
  born: 'Date of birth',
  sex: 'Sex',
  number: 'Document No',
  expires: 'Date of expiry',
  issued: 'Date of issue',
  birthplace: 'Place of birth',
  authority: 'Authority',
}

export function label(specimen: Specimen, field: Field): string {
  const own = national[specimen.issuer]?.[field]
  return [own, english[field]].filter(Boolean).join(' / ')
}

/** A name that is not written in Latin letters is given in both scripts (Doc 9303-3, 3.4). */
export function bothScripts(name: string): string {
  const upper = name
    .normalize('NFD')
    .replaceAll(/(\p{Script=Greek})\u0301/gu, '$1')
    .normalize('NFC')
    .toUpperCase()
  return /\p{Script=Greek}/u.test(upper) ? `${upper} / ${transliterate(name)}` : upper
}

export const printedDate = (iso: string) => iso.split('-').toReversed().join('.')
