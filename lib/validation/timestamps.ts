// Judges time-stamp tokens (EN 319 102-1, 5.4 and 5.6.2.4): over a signature value, or over a whole document.

import { sha256Hex } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import { readToken, verifyToken, type Token } from '../crypto/timestamp'
import type { Der } from '../crypto/der'
import type { RevocationStatus } from '../crypto/revocation'
import type { Anchors } from './anchors'
import { certificateEnd, keepsRules, pathOf, stepsOf, validAt, type Path } from './certificate-path'
import { controlTime, hasRevokedAuthority } from './past-validation'
import { CLOCKS_APART, digestEnd, ORDERLY_ENDS, signatureEnd } from './policy'
import type { Proofs } from './proofs'
import type { ReasonCode } from './reasons'
import { answersAbout, statusAt } from './revocation-status'
import { dersIn, materialWith, readable, type ValidationMaterial } from './validation-material'

export type TimestampReport = {
  valid: boolean
  /** ISO 8601, in UTC; absent if the token cannot be read. */
  at?: string
  authority?: string
  /** Whether the authority's certificate was good, as far as the document itself proves. */
  revocation: RevocationStatus
  reasons: ReasonCode[]
  /** The certificates from the authority's up, as far as they lead (DER). */
  path?: readonly Der[]
  /** Of the token. */
  sha256?: string
}

export type Judged = { report: TimestampReport; genTime?: Date }

/** What judgements rest on. `proofs`: of what existed when. */
export type Grounds = { anchors: Anchors; material: ValidationMaterial; proofs: Proofs }

/** What one costs, beside a check of a certificate against revocation data, of which there may be thousands: a file may bear many of both. */
const COST = 20

/** `proven`: when the token provably existed: at the time of a later time-stamp over it, or now. */
export function judgeTimestamp(
  der: Der,
  digestFor: (algorithm: string) => Uint8Array,
  { pool, proven, ...given }: Grounds & { pool: readonly Certificate[]; proven: Date },
): Judged {
  given.material.budget.spend('verifications', COST)
  const token = readable(() => readToken(der, pool))
  if (!token) return brokenTimestamp()
  const authority = token.signerCertificate?.subjectAttributes['CN']
  const known = { at: token.genTime.toISOString(), sha256: sha256Hex(token.der), ...(authority === undefined ? {} : { authority }) }
  const verdict = readable(() => verifyToken(token, digestFor(token.imprint.algorithm)))
  if (verdict !== 'valid' || !token.signerCertificate) return brokenTimestamp(known)
  const grounds = { ...given, material: materialWith(given.material, token.signedData) }
  // What stands in the token is as old.
  if (proven < grounds.proofs.now) grounds.proofs.add([token.signerCertificate.der, ...dersIn(token.signedData)], proven)
  const path = pathOf(token.signerCertificate, [...token.certificates, ...pool], grounds.anchors)
  const { status, of } = statusAt(path, grounds.material, grounds.proofs, token.genTime)
  const reasons: ReasonCode[] = []
  if (status === 'revoked' || !isTrusted(token, path, grounds, proven)) reasons.push('TIMESTAMP_UNTRUSTED')
  // Above the authority, a status that is missing is no obstacle: lists of those who issue to authorities are rarely brought along.
  else if (status === 'unknown' && of === 'signer') reasons.push('REVOCATION_UNKNOWN')
  if (!isStrong(token, path, grounds, proven)) reasons.push('TIMESTAMP_WEAK')
  // Nothing can be proven to have been there before it was made: a token over others is later than they are, and none is of the future.
  if (token.genTime.getTime() > proven.getTime() + CLOCKS_APART) reasons.push('TIMESTAMP_ORDER')
  return {
    report: { valid: reasons.length === 0, ...known, revocation: status, reasons, path: path.certificates.map(({ der }) => der) },
    genTime: token.genTime,
  }
}

/** 5.6.2.4: what has happened to the authority since does no harm to a token that provably existed before. */
function isTrusted({ genTime }: Token, path: Path, { material, proofs }: Grounds, proven: Date): boolean {
  if (!path.trusted || !keepsRules(path) || validAt(path, genTime) !== 'valid' || validAt(path, proven) === 'expired') return false
  const [leaf] = stepsOf(path)
  const revoked = leaf && answersAbout(leaf.certificate, leaf.issuer, material).find(({ status }) => status === 'revoked')
  if (revoked && !ORDERLY_ENDS.has(revoked.reason ?? -1) && !(revoked.revokedAt && proven < revoked.revokedAt)) return false
  return !hasRevokedAuthority(path, material) || proven.getTime() <= (controlTime(path, material, proofs) ?? -Infinity)
}

/** Whether all algorithms were accepted when the token, and each certificate of its path, provably existed. */
function isStrong({ imprint, signedData: { signerInfo } }: Token, path: Path, { proofs }: Grounds, proven: Date): boolean {
  const [authority] = path.certificates
  if (!authority) return false
  const { digestAlgorithm, signatureAlgorithm } = signerInfo
  const end = Math.min(digestEnd(imprint.algorithm), digestEnd(digestAlgorithm), signatureEnd(signatureAlgorithm, authority.publicKey))
  if (proven.getTime() >= end) return false
  return stepsOf(path).every(({ certificate, issuer }) => proofs.of(certificate.der).getTime() < certificateEnd(certificate, issuer))
}

/** One of a form that is not known here. */
export const unknownTimestamp = (): Judged => ({ report: { valid: false, revocation: 'unknown', reasons: ['TIMESTAMP_UNSUPPORTED'] } })

/** One that proves nothing, whatever it claims. */
export function brokenTimestamp(known: Pick<TimestampReport, 'at' | 'authority' | 'sha256'> = {}): Judged {
  return { report: { valid: false, ...known, revocation: 'unknown', reasons: ['TIMESTAMP_INVALID'] } }
}
