// Judges time-stamp tokens: over a signature value, or over a whole document.

import type { Certificate } from '../crypto/certificate'
import { readToken, verifyToken, type Token } from '../crypto/timestamp'
import type { Der } from '../crypto/der'
import type { RevocationStatus } from '../crypto/revocation'
import { pathOf, readable, statusAt, validAt, type ValidationMaterial } from './validation-material'
import type { ReasonCode } from './reasons'

export type TimestampReport = {
  valid: boolean
  /** ISO 8601, in UTC; absent if the token cannot be read. */
  at?: string
  authority?: string
  /** Whether the authority's certificate was good, as far as the document itself proves. */
  revocation: RevocationStatus
  reasons: ReasonCode[]
}

export type Judged = { report: TimestampReport; genTime?: Date }

/** What the clocks of two authorities, or theirs and ours, may be apart. */
const CLOCKS_APART_MS = 60_000

/** `proven` is a time at which the token provably existed: that of a later time-stamp over it, or now. */
export function judgeTimestamp(
  der: Der,
  digestFor: (algorithm: string) => Uint8Array,
  {
    pool,
    anchors,
    material,
    proven,
  }: { pool: readonly Certificate[]; anchors: readonly Certificate[]; material: ValidationMaterial; proven: Date },
): Judged {
  const token = readable(() => readToken(der, pool))
  if (!token) return brokenTimestamp()
  const at = token.genTime.toISOString()
  const authority = token.signerCertificate?.subjectAttributes['CN']
  const known = { at, ...(authority === undefined ? {} : { authority }) }
  const verdict = readable(() => verifyToken(token, digestFor(token.imprint.algorithm)))
  if (verdict !== 'valid' || !token.signerCertificate) return brokenTimestamp(known)
  return trusted(token, token.signerCertificate, known)

  function trusted(token: Token, signer: Certificate, known: { at: string; authority?: string }): Judged {
    const path = pathOf(signer, [...token.certificates, ...pool], anchors)
    const { status } = statusAt(path, material, token.genTime)
    // EN 319 102-1 5.6.2.2: once the authority's certificate has expired, only a later token over this one proves its time.
    const timely = validAt(path, token.genTime) === 'valid' && validAt(path, proven) !== 'expired'
    // Nothing can be proven to have been there before it was made: a token over others is later than they are, and none is of the future.
    const ordered = token.genTime.getTime() <= proven.getTime() + CLOCKS_APART_MS
    const reasons: ReasonCode[] = [
      ...(path.trusted && timely && status !== 'revoked' ? [] : ['TIMESTAMP_UNTRUSTED' as const]),
      ...(ordered ? [] : ['TIMESTAMP_ORDER' as const]),
    ]
    return { report: { valid: reasons.length === 0, ...known, revocation: status, reasons }, genTime: token.genTime }
  }
}

/** One that proves nothing, whatever it claims. */
export function brokenTimestamp(known: { at?: string; authority?: string } = {}): Judged {
  return { report: { valid: false, ...known, revocation: 'unknown', reasons: ['TIMESTAMP_INVALID'] } }
}
