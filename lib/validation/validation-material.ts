// Validation data: the certificates, OCSP answers and CRLs of a document's DSS, and what they prove about certificates at a time.

import { equalBytes, pathUp, readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import {
  readCrl,
  readOcspResponse,
  verifyCrl,
  verifyOcsp,
  type Crl,
  type OcspResponse,
  type Revocation,
  type RevocationStatus,
} from '../crypto/revocation'
import type { PdfDocument } from '../signature/pdf/document'
import { Ref, type PdfObject } from '../signature/pdf/objects'

export type ValidationMaterial = { certificates: Certificate[]; ocsps: OcspResponse[]; crls: Crl[] }

export type Path = { certificates: Certificate[]; trusted: boolean }

/** The status of a path. `revokedAt`: when the first revoked certificate of the path was revoked. */
export type Status = { status: RevocationStatus; revokedAt?: Date }

const mostItems = 2000
const storeKeys = ['Certs', 'OCSPs', 'CRLs', 'Cert', 'OCSP', 'CRL'] as const
/** Milliseconds for which a status without an end date is believed (CIR (EU) 2025/1945). */
const believedFor = 24 * 3600_000

/** Entries that cannot be read prove nothing and are passed over. */
export function materialIn(document: PdfDocument): ValidationMaterial {
  const store = document.get(document.root.get('DSS'))
  const items = <T>(key: string, read: (der: Der) => T): T[] => {
    if (!(store instanceof Map)) return []
    return document
      .array(store.get(key))
      .slice(0, mostItems)
      .flatMap((item) => (item instanceof Ref ? (readable(() => read(document.stream(item.number))) ?? []) : []))
  }
  return { certificates: items('Certs', readCertificate), ocsps: items('OCSPs', readOcspResponse), crls: items('CRLs', readCrl) }
}

/** The objects a DSS is made of (EN 319 142-1 5.4.2): its dictionaries and arrays, and what they list. */
export function storeParts(document: PdfDocument, place: PdfObject | undefined): { containers: Ref[]; items: PdfObject[] } {
  const store = document.get(place)
  if (!(store instanceof Map)) return { containers: [], items: [] }
  const entries = document.get(store.get('VRI'))
  const dictionaries: (PdfObject | undefined)[] = [place, ...(entries instanceof Map ? entries.values() : [])]
  const arrays = dictionaries.flatMap((dictionary) => {
    const value = document.get(dictionary)
    return value instanceof Map ? storeKeys.map((key) => value.get(key)) : []
  })
  const containers = [...dictionaries, store.get('VRI'), ...arrays].filter((part) => part instanceof Ref)
  const items = arrays.flatMap((array) => {
    const value = document.get(array)
    return Array.isArray(value) ? value : []
  })
  return { containers, items }
}

/** The path from the leaf to an anchor, or as far as the given certificates lead. */
export function pathOf(leaf: Certificate, pool: readonly Certificate[], anchors: readonly Certificate[]): Path {
  const isAnchor = ({ der }: Certificate) => anchors.some((anchor) => equalBytes(anchor.der, der))
  const { path, top } = pathUp(leaf, [...anchors, ...pool], isAnchor)
  return { certificates: path, trusted: top }
}

export function validAt({ certificates }: Path, at: Date): 'valid' | 'expired' | 'not_yet_valid' {
  if (certificates.some(({ notAfter }) => notAfter < at)) return 'expired'
  return certificates.some(({ notBefore }) => notBefore > at) ? 'not_yet_valid' : 'valid'
}

/** The anchor is trusted as it is. Every other certificate of the path must have been good at the time. */
export function statusAt({ certificates }: Path, material: ValidationMaterial, at: Date): Status {
  let unknown = false
  for (let i = 0; i + 1 < certificates.length; i++) {
    const certificate = certificates[i]
    const issuer = certificates[i + 1]
    if (!certificate || !issuer) continue
    const result = statusOf(certificate, issuer, material, at)
    if (result.status === 'revoked') return result
    unknown ||= result.status === 'unknown'
  }
  return { status: unknown ? 'unknown' : 'good' }
}

function statusOf(certificate: Certificate, issuer: Certificate, { ocsps, crls }: ValidationMaterial, at: Date): Status {
  const answers: Revocation[] = [
    ...ocsps.flatMap((response) => readable(() => verifyOcsp(response, { certificate, issuer })) ?? []),
    ...crls.flatMap((crl) => readable(() => verifyCrl(crl, { certificate, issuer })) ?? []),
  ]
  const revoked = answers.find(({ status, revokedAt }) => status === 'revoked' && (!revokedAt || revokedAt <= at))
  if (revoked) return { status: 'revoked', ...(revoked.revokedAt ? { revokedAt: revoked.revokedAt } : {}) }
  // A certificate that was revoked later was good at this time. An answer that had expired before this time says nothing.
  const good = answers.some(
    ({ status, thisUpdate, nextUpdate }) => status !== 'unknown' && (nextUpdate ?? new Date(thisUpdate.getTime() + believedFor)) >= at,
  )
  return { status: good ? 'good' : 'unknown' }
}

/** What `read` answers; undefined where the data is malformed or does not prove what it should. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
