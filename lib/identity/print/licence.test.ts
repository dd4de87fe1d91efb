// What the text reader makes of a licence becomes its fields: without the small figures before them, and with nothing guessed.
import { describe, expect, it } from 'vitest'
import { readLicence } from './licence'
import type { PrintedLine } from './printed-line'

const NOW = new Date('2026-11-21T12:00:00Z')

// A word is legible unless a certainty stands behind it.
const print = (text: string): PrintedLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) =>
      (line.trim() === '' ? [] : line.trim().split(' ')).map((word) => {
        const [, read = word, certainty = '95'] = /^(.*)\((\d+)\)$/.exec(word) ?? []
        return { text: read, certainty: Number(certainty) }
      }),
    )

const read = (text: string, country = 'PL') => readLicence(print(text), country, NOW)

const CARD = `PRAWO JAZDY / DRIVING LICENCE
  [A(40)
  KOWALSKA
  ANNA MARIA
  22.04.1985 WARSZAWA
  4a
  15.11.2024
  4c.
  PREZYDENT M.ST
  4b
  15.11.2034
  00482913
  AM/B1/B`

const FIELDS = {
  format: null,
  issuer: 'POL',
  surname: 'KOWALSKA',
  givenNames: ['ANNA', 'MARIA'],
  documentNumber: '00482913',
  dateOfBirth: '1985-04-22',
  expiry: '2034-11-15',
  checkDigits: [],
}

describe('a licence', () => {
  it.each([
    ['whose figures were not legible', CARD],
    [
      'whose figures stand before the fields',
      CARD.replace('KOWALSKA', '1. KOWALSKA').replace('ANNA', '2. ANNA').replace('22.04', '3. 22.04'),
    ],
    ['with a personal number', CARD.replace('00482913', '4d.\n85042212345\n5. 00482913')],
    ['whose day of issue was not legible', CARD.replace('15.11.2024', '15.11.2024(5)')],
    ['that the first picture hid in part', `${CARD.replace('KOWALSKA', 'K0W(12)')}\n\n${CARD}`],
  ])('%s is read', (_, text) => {
    expect(read(text)).toMatchObject(FIELDS)
  })

  it('keeps the letters of names that a zone would print', () => {
    expect(read(CARD.replace('KOWALSKA', 'ŻÓŁĆ-WIŚNIEWSKA'))?.surname).toBe('ZOLC-WISNIEWSKA')
  })

  it('that has ended is read, because its day of issue tells which of the two is the end', () => {
    expect(read(CARD.replace('2024', '2012').replace('2034', '2022'))?.expiry).toBe('2022-11-15')
  })

  const LABELLED = CARD.replace('KOWALSKA', '1. KOWALSKA').replace('ANNA', '2. ANNA').replace('22.04', '3. 22.04')

  it.each<[string, string, object]>([
    ['a surname of two lines', LABELLED.replace('KOWALSKA', 'KOWALSKA\nNOWAK'), { surname: 'KOWALSKA NOWAK' }],
    ['given names of two lines', LABELLED.replace('ANNA MARIA', 'ANNA\nMARIA'), {}],
    ['labels on lines of their own', LABELLED.replaceAll(/([12])\. /g, '$1.\n'), {}],
    ['the state behind the title', CARD.replace('[A(40)', 'RZECZPOSPOLITA POLSKA'), {}],
    ['a day of issue of long ago', CARD.replace('2024', '2009').replace('2034', '2024'), { expiry: '2024-11-15' }],
  ])('with %s is read', (_, text, fields) => {
    expect(read(text)).toMatchObject({ ...FIELDS, ...fields })
  })

  it.each([
    ['DK', 'ÆBELØ', 'SØREN', 'AEBELO', 'SOREN'],
    ['IS', 'ÞÓRSDÓTTIR', 'GUÐRÚN', 'THORSDOTTIR', 'GUDRUN'],
    ['FR', 'LECŒUR', 'MAËLYS', 'LECOEUR', 'MAELYS'],
    ['DE', 'WEIẞ', 'JÖRG', 'WEISS', 'JORG'],
  ])('of %s with %s, %s is read in the letters of a zone', (country, surname, given, ...inZone) => {
    const licence = read(CARD.replace('KOWALSKA', surname).replace('ANNA MARIA', given), country)
    expect([licence?.surname, ...(licence?.givenNames ?? [])]).toEqual(inZone)
  })

  it.each([
    ['a day of issue in place of a birth', CARD.replace('22.04.1985', '22.04.1985(20)').replace('2024', '2010')],
    ['a day of issue behind a birth that was not seen', CARD.replace('22.04.1985 WARSZAWA\n', '').replace('2024', '2010')],
    ['the same without its label', CARD.replace('22.04.1985 WARSZAWA\n  4a\n', '').replace('2024', '2010')],
    ['three lines of names without labels', CARD.replace('KOWALSKA', 'KOWALSKA\nNOWAK')],
    ['a heading in place of a surname', CARD.replace('KOWALSKA', 'RZECZPOSPOLITA POLSKA')],
    ['an end that may be the day of issue', CARD.replace('15.11.2034', '15.11.2034(20)').replace('AM/B1/B', '12.06.2008')],
    ['no end but the day of issue', LABELLED.replace('15.11.2034', '').replace('AM/B1/B', '12.06.2008')],
  ])('with %s is not read', (_, text) => {
    expect(read(text)).toBeNull()
  })

  it.each([
    ['no surname', CARD.replace('KOWALSKA\n', 'KOWALSKA(30)\n')],
    ['no birth', CARD.replace('22.04.1985', '22.04.1985(40)')],
    ['no number', CARD.replace('00482913', '00482913(20)')],
    ['one date in the past, which may be the day of issue', CARD.replace('15.11.2034', '15.11.2034(20)')],
  ])('with %s legible is not read', (_, text) => {
    expect(read(text)).toBeNull()
  })
})
