// Documents that are recognised by their printed lines and not taken as passport or identity card: named, so that nobody cleans a document that
// was read well.

import { isMrzCountry } from './country-codes'

const OTHER_KINDS = ['visa', 'residence_permit', 'crew_certificate', 'driving_licence', 'former_french_card'] as const
export type OtherKind = (typeof OTHER_KINDS)[number]

// By the code at the beginning of the first line (Doc 9303 parts 5 to 7; ISO/IEC 18013-2 for licences, which have one line; Regulation (EC) 1030/2002 for
// permits). The French card of 1988 to 2021 has two lines of 36 places whose fields stand elsewhere, and no day of expiry.
// Behind the code stands the issuer: a title such as REPUBLIKA or RZECZPOSPOLITA begins like a permit, and is none.
const CODES: readonly (readonly [OtherKind, (lines: readonly string[]) => boolean])[] = [
  ['visa', ([one = '']) => one.startsWith('V') && hasIssuer(one)],
  ['driving_licence', (lines) => lines.length === 1 && /^D[1-9N<]/.test(lines[0] ?? '')],
  ['former_french_card', ([one = '', two = '']) => two.length === 36 && one.startsWith('IDFRA')],
  ['crew_certificate', ([one = '']) => one.startsWith('AC') && hasIssuer(one)],
  ['residence_permit', ([one = '']) => /^([ACI]R|R[A-Z<])/.test(one) && hasIssuer(one)],
]

const hasIssuer = (line: string): boolean => isMrzCountry(line.slice(2, 5).replace(/<+$/, ''))

export const otherKindOf = (lines: readonly string[]): OtherKind | null => CODES.find(([, is]) => is(lines))?.[0] ?? null
