// What is printed on the side with the portrait, document by document: only what is certain. Sources: ICAO Doc 9303-4 for passports, the
// public register of identity and travel documents of the Council of the European Union (PRADO) for cards.
import type { DocumentType } from '../../domain/capture'
import type { MrzReading } from '../mrz/parse'

export const PRINTED_FIELDS = ['surname', 'given_names', 'birth_date', 'expiry_date', 'number', 'state', 'sex'] as const
export type PrintedField = (typeof PRINTED_FIELDS)[number]

export type Layout = { readonly name: string; readonly fields: readonly PrintedField[] }

type Card = {
  readonly issuer: string
  // The year in which cards of this kind were first issued: none ends sooner.
  readonly since: number
  // What is not printed on the front as it stands in the zone.
  readonly without?: readonly PrintedField[]
}

// Cards of the format TD1 (Regulation (EU) 2025/1208 and 2019/1157 prescribe it), with portrait, names, birth and end on the front, in Latin
// letters and in figures. Left out are states whose front prints months as words (Belgium), and those whose cards we do not know well enough.
const CARDS: readonly Card[] = [
  { issuer: 'AUT', since: 2010 },
  { issuer: 'CZE', since: 2012 },
  { issuer: 'D', since: 2010 },
  { issuer: 'EST', since: 2018 },
  // The number in the zone is that of the support, which the front prints among others.
  { issuer: 'ESP', since: 2015 },
  { issuer: 'FIN', since: 2017 },
  { issuer: 'FRA', since: 2021 },
  { issuer: 'HRV', since: 2013 },
  { issuer: 'HUN', since: 2016 },
  { issuer: 'ITA', since: 2016 },
  // Without the number: whether the front of these prints it as the zone has it, we do not know for every card that is still shown.
  { issuer: 'LTU', since: 2009, without: ['number'] },
  { issuer: 'LVA', since: 2012, without: ['number'] },
  { issuer: 'NLD', since: 2014 },
  { issuer: 'POL', since: 2015 },
  // The front prints the civil number, which the zone splits.
  { issuer: 'PRT', since: 2007, without: ['number'] },
  { issuer: 'ROU', since: 2021, without: ['number'] },
  { issuer: 'SVK', since: 2013, without: ['number'] },
  { issuer: 'SVN', since: 2022, without: ['number'] },
  { issuer: 'SWE', since: 2012, without: ['number'] },
]

// Data elements of the page that every state must print (Doc 9303-4 4.1).
const PASSPORT: Layout = { name: 'passport', fields: PRINTED_FIELDS }

// A permit is of a holder of another state, whom the older layout names on its back.
// Of residence permits what both common layouts print on the front (Regulations (EC) 380/2008 and (EU) 2017/1954): the older one has the birth
// on its back.
const PERMIT: Layout = { name: 'residence-permit', fields: ['surname', 'given_names', 'expiry_date', 'number', 'sex'] }
const PERMIT_ISSUERS: ReadonlySet<string> = new Set(
  'AUT BEL BGR CHE CYP CZE D DNK EST ESP FIN FRA GRC HRV HUN IRL ISL ITA LIE LTU LUX LVA MLT NLD NOR POL PRT ROU SVK SVN SWE'.split(' '),
)

type Shown = Pick<MrzReading, 'issuer' | 'expiry' | 'format'>

const cardOf = ({ format, issuer, expiry }: Shown): Card | undefined =>
  format === 'TD1' ? CARDS.find((card) => card.issuer === issuer && Number(expiry?.slice(0, 4) ?? 0) >= card.since) : undefined

// Null: the layout is not known. `specimens`: test mode, whose own documents print every field.
export function layoutOf(documentType: DocumentType, mrz: Shown, specimens: boolean): Layout | null {
  if (documentType === 'passport') return PASSPORT
  if (documentType === 'residence_permit' && PERMIT_ISSUERS.has(mrz.issuer)) return PERMIT
  const card = documentType === 'national_id' ? cardOf(mrz) : undefined
  if (card) return { name: `${card.issuer}-${card.since}`, fields: PRINTED_FIELDS.filter((field) => !card.without?.includes(field)) }
  return specimens ? { name: 'specimen', fields: PRINTED_FIELDS } : null
}
