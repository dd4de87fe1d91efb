// Whether a certificate meets the criteria of a trusted list's qualifiers (ETSI TS 119 612, clauses 5.5.9.2.2.1 to 5.5.9.2.2.3).

import type { Certificate } from '../../crypto/certificate'
import { subjectOids } from '../../crypto/x509/name'
import type { CriteriaList, Criterion } from './trusted-list'

/** Undefined where a criterion decides that is not known: then nobody can say. */
export function meets(certificate: Certificate, { assert, criteria }: CriteriaList): boolean | undefined {
  const met = criteria.map((criterion) => meetsOne(certificate, criterion))
  switch (assert) {
    case 'all':
      return met.includes(false) ? false : unlessUnknown(met, true)
    case 'atLeastOne':
      return met.includes(true) ? true : unlessUnknown(met, false)
    case 'none':
      return met.includes(true) ? false : unlessUnknown(met, true)
  }
}

const unlessUnknown = (met: readonly (boolean | undefined)[], otherwise: boolean): boolean | undefined =>
  met.includes(undefined) ? undefined : otherwise

function meetsOne(certificate: Certificate, criterion: Criterion): boolean | undefined {
  switch (criterion.of) {
    case 'keyUsage':
      return criterion.bits.every(([name, wanted]) => hasUsage(certificate, name) === wanted)
    case 'policies':
      return holdsAll(certificate.policies, criterion.oids)
    case 'keyPurposes':
      return holdsAll(certificate.extendedKeyUsage, criterion.oids)
    case 'subjectAttributes':
      return holdsAll(subjectOids(certificate.subject), criterion.oids)
    case 'list':
      return meets(certificate, criterion.list)
    case 'unknown':
      return undefined
  }
}

/** The lists write crlSign where RFC 5280 writes cRLSign. */
const hasUsage = ({ keyUsage }: Certificate, name: string): boolean => keyUsage.some((usage) => usage.toLowerCase() === name.toLowerCase())

const holdsAll = (held: readonly string[], wanted: readonly string[]): boolean => wanted.every((oid) => held.includes(oid))
