// Validation data: the certificates, OCSP answers and CRLs of a document's DSS, and what they prove about certificates at a time.

import { equalBytes, pathUp, readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import {
  readCrl,
  readOcspResponse,
  UnusableRevocation,
  verifyCrl,
  verifyOcsp,
  type Crl,
  type OcspResponse,
  type Revocation,
  type RevocationStatus,
} from '../crypto/revocation'
import type { Budget } from '../signature/pdf/budget'
import type { PdfDocument } from '../signature/pdf/document'
import { Ref } from '../signature/pdf/objects'
import { Visited } from '../signature/pdf/visited'

/** `budget`: what may still be spent on judging by it. */
export type ValidationMaterial = { certificates: Certificate[]; ocsps: OcspResponse[]; crls: Crl[]; budget: Budget }

export type Path = { certificates: Certificate[]; trusted: boolean }

/** The status of a path. `revokedAt`: when the first revoked certificate of the path was revoked; `of`: whose it is. */
export type Status = { status: RevocationStatus; revokedAt?: Date; of?: 'signer' | 'issuer' }

const mostItems = 2000
/** Authorities of one name that are tried: an authority has a few certificates, and a hostile file thousands in its name. */
const mostNamesakes = 16
/** Milliseconds for which a status without an end date is believed (CIR (EU) 2025/1945). */
const believedFor = 24 * 3600_000

/** Entries that cannot be read prove nothing and are passed over. */
export function materialIn(document: PdfDocument): ValidationMaterial {
  const store = document.get(document.root.get('DSS'))
  const items = <T>(key: string, read: (der: Der) => T): T[] => {
    if (!(store instanceof Map)) return []
    const visited = new Visited()
    return document
      .array(store.get(key))
      .filter((item) => item instanceof Ref && visited.first(item))
      .slice(0, mostItems)
      .flatMap((item) => (item instanceof Ref ? (readable(() => read(document.stream(item.number))) ?? []) : []))
  }
  return {
    certificates: items('Certs', readCertificate),
    ocsps: items('OCSPs', readOcspResponse),
    crls: items('CRLs', readCrl),
    budget: document.budget,
  }
}

/** The path from the leaf to an anchor, or as far as the given certificates lead. */
export function pathOf(leaf: Certificate, pool: readonly Certificate[], anchors: readonly Certificate[]): Path {
  const isAnchor = ({ der }: Certificate) => anchors.some((anchor) => equalBytes(anchor.der, der))
  const { path, top } = pathUp(leaf, [...anchors, ...authoritiesIn(pool)], isAnchor)
  return { certificates: path, trusted: top }
}

const names = new WeakMap<Certificate, { own: string; subject: string }>()

/** Those that may have issued others, each once. */
function authoritiesIn(pool: readonly Certificate[]): Certificate[] {
  const seen = new Set<string>()
  const namesakes = new Map<string, number>()
  return pool.filter((certificate) => {
    if (!certificate.isCa) return false
    const known = names.get(certificate) ?? { own: text(certificate.der), subject: text(certificate.subject) }
    names.set(certificate, known)
    const count = namesakes.get(known.subject) ?? 0
    if (seen.has(known.own) || count === mostNamesakes) return false
    seen.add(known.own)
    namesakes.set(known.subject, count + 1)
    return true
  })
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

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
    if (result.status === 'revoked') return { ...result, of: i === 0 ? 'signer' : 'issuer' }
    unknown ||= result.status === 'unknown'
  }
  return { status: unknown ? 'unknown' : 'good' }
}

function statusOf(certificate: Certificate, issuer: Certificate, { ocsps, crls, budget }: ValidationMaterial, at: Date): Status {
  const answers: Revocation[] = [
    ...ocsps.flatMap((response) => proven(budget, 0, () => verifyOcsp(response, { certificate, issuer }))),
    ...crls.flatMap((crl) => proven(budget, crl.der.length, () => verifyCrl(crl, { certificate, issuer }))),
  ]
  const revoked = answers.find(({ status, revokedAt }) => status === 'revoked' && (!revokedAt || revokedAt <= at))
  if (revoked) return { status: 'revoked', ...(revoked.revokedAt ? { revokedAt: revoked.revokedAt } : {}) }
  // A certificate that was revoked later was good at this time. An answer that had expired before this time says nothing.
  const good = answers.some(
    ({ status, thisUpdate, nextUpdate }) => status !== 'unknown' && (nextUpdate ?? new Date(thisUpdate.getTime() + believedFor)) >= at,
  )
  return { status: good ? 'good' : 'unknown' }
}

/** What `verify` proves, if anything. `size`: bytes that are hashed for it. What is about another certificate costs little. */
function proven<T>(budget: Budget, size: number, verify: () => T): T[] {
  budget.spend('steps', 50)
  let result: T[] = []
  try {
    result = [verify()]
  } catch (error) {
    if (error instanceof UnusableRevocation && (error.reason === 'other_certificate' || error.reason === 'not_the_issuer')) return []
  }
  budget.spend('verifications')
  budget.spend('hashed', size)
  return result
}

/** What `read` answers; undefined where the data is malformed or does not prove what it should. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
