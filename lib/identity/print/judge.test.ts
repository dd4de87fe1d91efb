// Print and zone: what belongs together passes however it is printed, what is certainly of others is refused, and the rest is left to a person.

import { describe, expect, it } from 'vitest'
import { conclude } from '../conclusion'
import { parseMrz, type MrzReading } from '../mrz/parse'
import { judgePrint } from './judge'
import { layoutOf } from './layouts'
import type { PrintedLine } from './printed-line'
import type { DocumentType } from '../../domain/capture'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import { random } from '@/lib/testing/camera/image'
import { isSpellingOf } from '../../domain/name-match'
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

function outcome(read: readonly PrintedLine[], { mrz = card, type = 'national_id' as DocumentType, specimens = false } = {}) {
  const findings = judgePrint({ documentType: type, now: NOW, specimens, mrz, print: read, zoneSide: 'back' })
  const conclusion = conclude(findings, [])
  return conclusion.outcome === 'failed' ? conclusion.reason : conclusion.outcome === 'referred' ? conclusion.referrals.join() : 'passed'
}

describe('print that belongs to the zone', () => {
  it.each([
    ['as it is', OWN],
    ['with the year first', 'KOWALSKA\nANNA MARIA\nPOL\n1985-04-22\nCBA482913\n2034 11 15'],
    ['with months as words', 'KOWALSKA\nANNA MARIA\nPOL\n22 APR/KWI 85\nCBA482913\n15 NOV 2034'],
    ['with letters that look like figures', 'K0WAL5KA\nANNA MARIA\nPOL\n22.041985\nC8A4B2913\n1511 2034'],
  ])('passes %s', (_, text) => {
    expect(outcome(print(text))).toBe('passed')
  })

  it('passes with both of what the reader sees, where it is not sure of a letter or figure', () => {
    const both = 'KOWALS5KA\nANNA MAR1IA\nPOL\n22.04.1985\nCcBA48Z29I3\n15.11.2034'
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

// Zones of generated documents that were edited, with check digits that agree: at every place a character is missing, another, too many or swapped.
const SHAPES = ['4A', '0OQD', '1ILT', '2Z7', '5S', '6G', '8B']

describe.each(Array.from({ length: 12 }, (_, number) => number))('the generated document %i', (number) => {
  const specimen = generatedDocument(number)
  const mrz = zone(machineReadableZone(specimen))
  const day = (iso: string) => iso.split('-').reverse().join('.')
  const own = print(
    [specimen.surname, specimen.givenNames].join('\n').toUpperCase() +
      `\n${mrz.issuer} ${mrz.nationality} ${specimen.sex}\n${specimen.number}\n${day(specimen.born)}\n${day(specimen.expires)}`,
  )
  const type = specimen.format === 'TD3' ? 'passport' : 'national_id'
  const chance = random(number + 1)

  const edits = (text: string): string[] => {
    const letter = /\d/.test(text) ? '0123456789KMRTWX' : 'KMRTWX'
    const at = [...text].map((_, place) => place)
    const other = (place: number) => {
      const others = [...letter].filter((each) => each !== text.charAt(place))
      return others[Math.floor(chance() * others.length)] ?? ''
    }
    const cut = (from: number, to: number, between = '') => text.slice(0, from) + between + text.slice(to)
    return [
      ...at.map((place) => cut(place, place + 1)),
      ...at.map((place) => cut(place, place + 1, other(place))),
      ...[...at, text.length].map((place) => cut(place, place, other(place))),
      ...at.slice(1).map((place) => cut(place - 1, place + 1, text.charAt(place) + text.charAt(place - 1))),
    ].filter((each) => each.trim() !== '' && !isOneShape(each, text))
  }
  const isOneShape = (one: string, other: string) => figures(one) === figures(other)
  // Letters and figures that a reader takes for each other.
  const figures = (text: string) =>
    text.replaceAll(/[A4OQD0ILT1Z27S5G6B8]/g, (each) => SHAPES.find((shape) => shape.includes(each))?.[0] ?? each)

  it('passes as it is, of one name alone in two pictures', () => {
    expect(outcome([...own, [], ...own], { mrz, type, specimens: true })).toBe('passed')
    expect(outcome(own, { mrz, type, specimens: true })).toBe(mrz.givenNames.length > 0 ? 'passed' : 'DOCUMENT_PRINT_UNREAD')
  })

  it.each(['surname', 'documentNumber', 'first', 'last', 'lost', 'added', 'swapped'] as const)(
    'is left to a person with %s edited',
    (field) => {
      const { givenNames, surname, documentNumber } = mrz
      const zones: Readonly<Record<typeof field, readonly Partial<MrzReading>[]>> = {
        surname: edits(surname).map((each) => ({ surname: each })),
        documentNumber: layoutOf(type, mrz, true)?.fields.includes('number')
          ? edits(documentNumber).map((each) => ({ documentNumber: each }))
          : [],
        first: edits(givenNames[0] ?? '').map((each) => ({ givenNames: [each, ...givenNames.slice(1)] })),
        last: edits(givenNames.at(-1) ?? '').map((each) => ({ givenNames: [...givenNames.slice(0, -1), each] })),
        lost: givenNames.map((_, at) => ({ givenNames: givenNames.filter((__, place) => place !== at) })),
        added: [...givenNames, ''].map((_, at) => ({ givenNames: [...givenNames.slice(0, at), 'EWA', ...givenNames.slice(at)] })),
        swapped: givenNames.length > 0 ? [{ surname: givenNames.join(' '), givenNames: surname.split(' ') }] : [],
      }
      for (const each of zones[field]) {
        // Müller may be MUELLER and MULLER.
        const [family = surname, given = givenNames] = [each.surname, each.givenNames]
        const named = field === 'surname' || field === 'first' || field === 'last'
        if (named && isSpellingOf(specimen.surname, family) && isSpellingOf(specimen.givenNames, given.join(' '))) continue
        // Only a field that is full is cut off.
        const namesTruncated = mrz.namesTruncated && [family, ...given].join(' ').length === [surname, ...givenNames].join(' ').length
        const edited = { ...mrz, ...each, namesTruncated }
        expect([each, outcome(own, { mrz: edited, type, specimens: true })]).toEqual([each, 'DOCUMENT_PRINT_UNREAD'])
      }
    },
  )
})

it('leaves what is hardly legible to a person, whatever it seems to say', () => {
  expect(outcome(print('HUXLEY\nBIRGIT\n30.06.1961\nX1Y2Z3T4U\n28.02.2029', 40))).toBe('DOCUMENT_PRINT_UNREAD')
  expect(outcome([])).toBe('DOCUMENT_PRINT_UNREAD')
})

it('refuses the print of somebody else', () => {
  expect(outcome(print('HUXLEY\nBIRGIT\nPOL F\n30.06.1961\nX1Y2Z3T4U\n28.02.2029'))).toBe('DOCUMENT_SIDES_DISAGREE')
})

// How states print what their zones have, beyond the layout of the test documents.
it.each<[string, string, Partial<MrzReading>, ('national_id' | 'passport')?]>([
  [
    'a Spanish card, whose zone has the number of the support',
    'ESPAÑA\nAPELLIDOS\nGARCÍA\nMUÑOZ\nNOMBRE\nMARÍA DEL CARMEN\nSEXO\nF\nNACIONALIDAD\nESP\n22 04 1985\nIDESP\nCAA000123\n15 11 2034\nDNI 99999999R',
    {
      issuer: 'ESP',
      nationality: 'ESP',
      surname: 'GARCIA MUNOZ',
      givenNames: ['MARIA', 'DEL', 'CARMEN'],
      documentNumber: 'CAA000123',
    },
  ],
  [
    'a Dutch card, with a name before marriage',
    'KONINKRIJK DER NEDERLANDEN\nIDENTITEITSKAART\nNaam / Surname\nde Vries\ne/v Jansen\nVoornamen / Given names\nEva Maria\nNederlandse\n22 APR/APR 1985\nV/F\nSPECI2014\n15 NOV/NOV 2034',
    { issuer: 'NLD', nationality: 'NLD', surname: 'DE VRIES', givenNames: ['EVA', 'MARIA'], documentNumber: 'SPECI2014' },
  ],
  [
    'a German card of names with marks that the zone writes out',
    'BUNDESREPUBLIK DEUTSCHLAND\n[a] MÜLLER\n[b] GROß\nJÜRGEN\n22.04.1985 DEUTSCH\nBERLIN\n15.11.2034\nL01X00T47',
    { issuer: 'D', nationality: 'D', surname: 'MUELLER', givenNames: ['JUERGEN'], documentNumber: 'L01X00T47' },
  ],
  [
    'a German card whose marks were not seen',
    'BUNDESREPUBLIK DEUTSCHLAND\nMULLER\nJURGEN\n22.04.1985 DEUTSCH\n15.11.2034\nL01X00T47',
    { issuer: 'D', nationality: 'D', surname: 'MUELLER', givenNames: ['JUERGEN'], documentNumber: 'L01X00T47' },
  ],
  [
    'a passport with names of two letters',
    'AUSTRALIA\nMA\nLI\nAUSTRALIAN\n22 APR 1985\nF\nPA1234567\n15 NOV 2034',
    { issuer: 'AUS', nationality: 'AUS', surname: 'MA', givenNames: ['LI'], documentNumber: 'PA1234567' },
    'passport',
  ],
  [
    'a French card with a name in use',
    'RÉPUBLIQUE FRANÇAISE\nNOM / Surname\nMARTIN\nNom d’usage\nPrénoms / Given names\nMAËLYS, GAËLLE\nSEXE\nF\nFRA\n22 04 1985\nX4RTBPFW4\n15 11 2034',
    { issuer: 'FRA', nationality: 'FRA', surname: 'MARTIN', givenNames: ['MAELYS', 'GAELLE'], documentNumber: 'X4RTBPFW4' },
  ],
  [
    'a passport of one name',
    'REPUBLIC OF INDONESIA\nSUKARNO\nIDN\n22 APR 1985\nF\nX1234567\n15 NOV 2034',
    { issuer: 'IDN', nationality: 'IDN', surname: 'SUKARNO', givenNames: [], documentNumber: 'X1234567' },
    'passport',
  ],
])('passes %s', (_, printed, names, type = 'national_id') => {
  const lines = printed.split('\n').map((line) => line.split(' ').map((text) => ({ text, certainty: 90 })))
  expect(outcome([...lines, [], ...lines], { mrz: { ...card, ...names }, type })).toBe('passed')
})

it('says where the layout is not known, and knows every passport and, in test mode, its own cards', () => {
  const mrz = { ...card, issuer: 'BRA' }
  const brazilian = OWN.replace('POL', 'BRA POL')
  expect(outcome(print(OWN), { mrz })).toBe('DOCUMENT_LAYOUT_UNKNOWN')
  expect(outcome(print(brazilian), { mrz, specimens: true })).toBe('passed')
  expect(outcome(print(brazilian), { mrz, type: 'passport' })).toBe('passed')
  // No card of this kind has ended so soon.
  expect(outcome(print(OWN), { mrz: { ...card, issuer: 'FRA', expiry: '2020-11-15' } })).toBe('DOCUMENT_LAYOUT_UNKNOWN')
})

// What was edited in the zone of a card whose front says otherwise.
it.each<[string, Partial<MrzReading>, string?]>([
  ['a surname that is the end of the printed', { surname: 'ALSKA' }],
  ['a surname that is the name of the state', { surname: 'POLSKA' }],
  ['a surname that is a label', { surname: 'NAZWISKO', givenNames: ['IMIONA'] }],
  ['no given names', { givenNames: [] }],
  ['an invented second name', { givenNames: ['ANNA', 'KATARZYNA'] }],
  ['given names in one word', { givenNames: ['ANNAMARIA'] }],
  ['a given name in two words', { givenNames: ['AN', 'NA', 'MARIA'] }],
  ['one surname of two on one line', { surname: 'KOWALSKA' }, OWN.replace('KOWALSKA', 'KOWALSKA-NOWAK')],
  ['the first surname of two lines', { surname: 'KOWALSKA' }, OWN.replace('KOWALSKA', 'KOWALSKA\nNOWAK')],
  ['the last surname of two lines with the given names as they are', { surname: 'NOWAK' }, OWN.replace('KOWALSKA', 'KOWALSKA-\nNOWAK')],
  ['the given names of a first line', {}, OWN.replace('ANNA MARIA', 'ANNA MARIA\nKATARZYNA')],
  ['the printed name without a letter behind a vowel', { givenNames: ['MANUL'] }, OWN.replace('ANNA MARIA', 'MANUEL')],
  ['a shorter number', { documentNumber: '482913' }],
  ['the number without the letters before it', { documentNumber: '482913' }, OWN.replace('CBA482913', 'CBA 482913')],
  ['the birth as a number', { documentNumber: '22041985' }],
  ['a number of one figure', { documentNumber: '1' }, `${OWN}\n1`],
  ['the day of issue as birth', { dateOfBirth: '2004-11-15' }, `${OWN}\n15.11.2004`],
  ['the nationality of another state', { nationality: 'UKR' }],
  ['another sex', { sex: 'M' }],
  ['another state', { issuer: 'D' }],
  ['the support number of a Spanish card', { issuer: 'ESP', nationality: 'ESP', documentNumber: 'ZZ9999999' }, OWN.replace('POL', 'ESP')],
  ['a state whose layout asks for less', { issuer: 'ROU', documentNumber: 'XX9999999' }, OWN.replace('POL', 'BELGIQUE')],
])('leaves %s to a person', (_, edit, text = OWN) => {
  expect(outcome(print(text), { mrz: { ...card, ...edit } })).toBe('DOCUMENT_PRINT_UNREAD')
})

// Permits of the older layout have the birth on their back, so nobody asks for it; a birth that is there must be that of the zone.
describe('a residence permit', () => {
  const permit = { ...card, documentCode: 'IR', nationality: 'UKR' }
  const text = OWN.replace('POL F', 'UKR F')
  it.each<[string, string, Partial<MrzReading>, string]>([
    ['with its birth on the front', text, {}, 'passed'],
    ['without a birth on the front', text.replace('22.04.1985\n', ''), {}, 'passed'],
    ['of somebody born in another year', text, { dateOfBirth: '1972-11-30' }, 'DOCUMENT_PRINT_UNREAD'],
    [
      'of a child whose zone is of an adult',
      text.replace('22.04.1985', '22.04.2010'),
      { dateOfBirth: '1985-11-30' },
      'DOCUMENT_PRINT_UNREAD',
    ],
    [
      'whose name is another, too',
      text,
      { dateOfBirth: '1972-11-30', surname: 'HUXLEY', givenNames: ['BIRGIT'] },
      'DOCUMENT_SIDES_DISAGREE',
    ],
  ])('%s', (_, printed, edit, told) => {
    expect(outcome(print(printed), { mrz: { ...permit, ...edit }, type: 'residence_permit' })).toBe(told)
  })
})

// A lone letter is often unread, so one that is missing is no difference.
it.each<[string, string, Partial<MrzReading>, string]>([
  ['none', OWN.replace(' F', ''), {}, 'passed'],
  ['both, as a label does', OWN.replace(' F', ' M/F'), {}, 'passed'],
  ['a metre behind a height', OWN.replace(' F', '\n1,75 M'), {}, 'passed'],
  ['the other', OWN, { sex: 'M' }, 'DOCUMENT_PRINT_UNREAD'],
  ['the other behind a date', OWN.replace(' F', '').replace('1985', '1985 F'), { sex: 'M' }, 'DOCUMENT_PRINT_UNREAD'],
  ['the other in two languages', OWN.replace(' F', ' K/F'), { sex: 'M' }, 'DOCUMENT_PRINT_UNREAD'],
  ['one where the zone has none', OWN, { sex: null }, 'DOCUMENT_PRINT_UNREAD'],
])('of letters of sex, print shows %s', (_, text, edit, told) => {
  expect(outcome(print(text), { mrz: { ...card, ...edit } })).toBe(told)
})

it('finds another sex where one of two pictures shows it', () => {
  const mrz = { ...card, sex: 'M' } as const
  const hidden = print(OWN.replace(' F', ''))
  expect(outcome([...hidden, [], ...print(OWN)], { mrz })).toBe('DOCUMENT_PRINT_UNREAD')
  expect(outcome([...print(OWN.replace(' F', ' M')), [], ...print(OWN)], { mrz })).toBe('DOCUMENT_PRINT_UNREAD')
})

it('finds no names that stand in their order in two pictures only', () => {
  const pictures = [...print(OWN), [], ...print(OWN)]
  expect(outcome(pictures)).toBe('passed')
  expect(outcome(pictures, { mrz: { ...card, surname: 'ANNA MARIA', givenNames: ['KOWALSKA'] } })).toBe('DOCUMENT_PRINT_UNREAD')
})

// How documents print what their zone has.
it.each<[string, Partial<MrzReading>]>([
  ['KOWALSKA\nWIŚNIEWSKA\nANNA MARIA', { surname: 'KOWALSKA WISNIEWSKA' }],
  ['KOWALSKA-\nWIŚNIEWSKA\nImiona\nANNA MARIA', { surname: 'KOWALSKA WISNIEWSKA' }],
  ['APELLIDOS\nKOWALSKA\nNOMBRE\nANNA\nMARIA', {}],
  ['[a] KOWALSKA\n[b] NOWAK\n2. ANNA MARIA', {}],
  ['KOWALSKA\ngeb. NOWAK\nANNA MARIA', {}],
  ['ΚΟΒΑΛΣΚΑ / KOWALSKA\nANNA MARIA', {}],
  ["O'BRIEN\nANNA MARIA", { surname: 'OBRIEN' }],
  ['O’BRIEN\nANNA MARIA', { surname: 'O BRIEN' }],
  ['MUÑOZ\nANNA MARIA', { surname: 'MUNXXOZ' }],
  ['MÜLLER\nANNA MARIA', { surname: 'MUXXLLER' }],
  ['LECŒUR\nANNA MARIA', { surname: 'LECOEUR' }],
  ['ĦABEL\nANNA MARIA', { surname: 'HABEL' }],
  ['ĲSBRAND\nANNA MARIA', { surname: 'IJSBRAND' }],
  ['KOWALSKA\nANNA MARIANNA', { givenNames: ['ANNA', 'MAR'], namesTruncated: true }],
])('reads %s', (printed, names) => {
  expect(outcome(print(OWN.replace('KOWALSKA\nANNA MARIA', printed)), { mrz: { ...card, ...names } })).toBe('passed')
})

describe('a zone without given names', () => {
  const twice = (text: string, certainty?: number) => [...print(text, certainty), [], ...print(text, certainty)]
  const mrz = { ...card, givenNames: [] }
  const ALONE = OWN.replace('\nANNA MARIA', '')
  const outcomeOf = (lines: readonly PrintedLine[]) => outcome(lines, { mrz })

  it.each([
    ['behind whose name the next field stands', ALONE],
    ['with the label of given names', ALONE.replace('KOWALSKA', 'KOWALSKA\nGiven names / Imiona')],
    ['with a line in their place', ALONE.replace('KOWALSKA', 'KOWALSKA\n---')],
    ['whose birth stands behind it', 'KOWALSKA\n22.04.1985\nPOL F\nCBA482913\n15.11.2034'],
  ])('passes a holder of one name %s', (_, text) => {
    expect(outcomeOf(twice(text))).toBe('passed')
  })

  it.each([
    ['whose print shows them', OWN],
    ['whose print shows one of one letter', OWN.replace('ANNA MARIA', 'Q')],
    ['whose print shows the name of a state', OWN.replace('ANNA MARIA', 'POLA')],
    ['whose print shows them before the surname', OWN.replace('KOWALSKA\nANNA MARIA', 'ANNA MARIA\nKOWALSKA')],
    ['whose print shows them behind the surname on its line', OWN.replace('KOWALSKA\nANNA MARIA', 'KOWALSKA ANNA MARIA')],
    ['whose print shows them two lines before', OWN.replace('KOWALSKA\nANNA MARIA', 'ANNA MARIA\n---\nKOWALSKA')],
    ['whose print shows them below a line', OWN.replace('KOWALSKA', 'KOWALSKA\n---')],
    ['behind whose name nothing is printed', 'POL F\n22.04.1985\nCBA482913\n15.11.2034\nKOWALSKA'],
  ])('leaves one %s to a person', (_, text) => {
    expect(outcomeOf(twice(text))).toBe('DOCUMENT_PRINT_UNREAD')
  })

  it('leaves them to a person where one picture shows what may be a name, hardly legible, or there is but one', () => {
    const hardly = print(ALONE).flatMap((line) => (line[0]?.text === 'KOWALSKA' ? [line, [{ text: 'AN~A', certainty: 12 }]] : [line]))
    expect(outcomeOf([...print(ALONE), [], ...hardly])).toBe('DOCUMENT_PRINT_UNREAD')
    expect(outcomeOf(print(ALONE))).toBe('DOCUMENT_PRINT_UNREAD')
    expect(outcomeOf(twice(ALONE, 50))).toBe('DOCUMENT_PRINT_UNREAD')
  })

  it('leaves a surname that filled the zone to a person', () => {
    expect(outcome(twice(ALONE), { mrz: { ...mrz, namesTruncated: true } })).toBe('DOCUMENT_PRINT_UNREAD')
  })
})

it('passes what the reader makes of a filmed front', () => {
  const lines =
    `RZEC(93)|OLSKA(30)|DOWOD(81) ,(0) 0SOBI(48)|STY(73) /(92) IDENTITY(96) CARD(97)|L)(0)|KOWALSKA(92)|ANNA(97) MARIA(96)|§(29) V(33)
|POL(91)|F(91)|22.041985(72)|CBA482913(91)|1511.2034(89)`
      .split(/\n?\|/)
      .map((line) =>
        [...line.matchAll(/(\S+?)\((\d+)\)(?: |$)/g)].map(([, text = '', certainty]) => ({ text, certainty: Number(certainty) })),
      )
  expect(outcome(lines)).toBe('passed')
})
