// A trusted list (ETSI TS 119 612) as plain data: what of it matters for qualification. It crosses between processes as it is.

import type { Der } from '../../crypto/der'
import type { ServiceIdentity } from './service-identity'
import type { ASSERTIONS, Qualifier, ServiceStatus, ServiceType, Use } from './names'

export type TrustedList = {
  version: number
  type: 'generic' | 'listOfLists'
  /** ISO 3166-1, `EU` for the list of lists. */
  territory: string
  sequence: number
  issuedAt: Date
  /** Null for a list that was closed: it will not change again. */
  nextUpdate: Date | null
  /** Where a list of lists says what it is founded on: its pivots, the newest first, and then the Official Journal. */
  informationUris: readonly string[]
  pointers: readonly Pointer[]
  services: readonly ListedService[]
}

/** From a list of lists to another list, or to itself. `signers`: the certificates that may sign it. */
export type Pointer = { location: string; type: TrustedList['type']; territory: string; signers: readonly Der[] }

/** `keyIds`: by which it is known where no certificate is given (TS 119 612 5.5.3); `periods`: what it was when, the newest first. */
export type ListedService = {
  type: ServiceType
  provider: string
  name: string
  identities: readonly ServiceIdentity[]
  keyIds?: readonly string[]
  periods: readonly Period[]
}

export type Period = {
  from: Date
  type: ServiceType | null
  /** Null for one that the standard does not have. */
  status: ServiceStatus | null
  /** What it is granted for. */
  uses: readonly Use[]
  qualifications: readonly Qualification[]
}

/** What the list says of those certificates of the service that meet the criteria. */
export type Qualification = { qualifiers: readonly Qualifier[]; criteria: CriteriaList }

export type CriteriaList = { assert: (typeof ASSERTIONS)[number]; criteria: readonly Criterion[] }

/** `unknown`: a criterion that the standard does not have, so that nobody can say who meets it. */
export type Criterion =
  | { of: 'keyUsage'; bits: readonly (readonly [string, boolean])[] }
  | { of: 'policies' | 'keyPurposes' | 'subjectAttributes'; oids: readonly string[] }
  | { of: 'list'; list: CriteriaList }
  | { of: 'unknown' }
