// Trust in the signer of a signature at the time at which it provably existed: path, status and algorithms (EN 319 102-1, 5.2.6, 5.2.8 and 5.5),
// and past validation (5.6.2.4) where something has happened since.

import type { Certificate } from '../crypto/certificate'
import type { RevocationStatus } from '../crypto/revocation'
import { certificateEnd, isForSigning, keepsRules, pathOf, stepsOf, validAt, type Path } from './certificate-path'
import { controlTime, hasRevokedAuthority } from './past-validation'
import type { ReasonCode } from './reasons'
import { statusAt } from './revocation-status'
import type { Grounds, Judged } from './timestamps'

export type Codes = Set<ReasonCode>
export type TrustInSigner = {
  signer: Certificate
  path: Path
  revocation: RevocationStatus
  best: Date | undefined
  stamp: Judged | undefined
}

type Signed = {
  pool: readonly Certificate[]
  /** Over the signature value, each of them. */
  stamps: readonly Judged[]
  /** Over the content, among what is signed: the signature is younger than each of them (EN 319 102-1, 5.3.4). */
  contents: readonly Judged[]
  /** The earliest valid time-stamp over all of it. */
  archived: Date | undefined
  /** Whether what is signed names the certificate. */
  named: boolean
  /** Until when the algorithms of the signature are accepted. */
  end: number
}

export function trustIn(
  signer: Certificate,
  { pool, stamps, contents, archived, named, end }: Signed,
  grounds: Grounds,
  codes: Codes,
): TrustInSigner {
  const { anchors, material, proofs } = grounds
  const stamp = bestOf(stamps)
  const best = earliest(stamp?.report.valid ? stamp.genTime : undefined, archived)
  if (!stamp) codes.add('NO_TIMESTAMP')
  // 5.5.4: what proves nothing is left out where something else proves when the signature was there.
  else if (!stamp.report.valid && best) codes.add('TIMESTAMP_DISREGARDED')
  else stamp.report.reasons.forEach((code) => codes.add(code))
  const at = best ?? proofs.now
  // What the signed attributes name is as old as the signature.
  if (best && named) proofs.add([signer.der], best)
  const path = pathOf(signer, pool, anchors)
  if (!path.trusted) codes.add('CHAIN_UNTRUSTED')
  if (!keepsRules(path) || !isForSigning(signer)) codes.add('CHAIN_CONSTRAINTS')
  accept(end, at, signer, codes)
  for (const { certificate, issuer } of stepsOf(path)) {
    accept(certificateEnd(certificate, issuer), proofs.of(certificate.der), certificate, codes)
  }
  const notBefore = latest(...contents.map(({ report, genTime }) => (report.valid ? genTime : undefined)))
  const { status, revoked, of } = statusAt(path, material, proofs, at)
  validity(path, { at, best, notBefore }, grounds, codes)
  if (status === 'revoked') {
    if (of === 'issuer') codes.add('ISSUER_REVOKED')
    else codes.add(notBefore && revoked?.revokedAt && revoked.revokedAt <= notBefore ? 'SIGNED_AFTER_REVOCATION' : 'REVOKED')
  } else if (hasRevokedAuthority(path, material) && at.getTime() > (controlTime(path, material, proofs) ?? -Infinity))
    codes.add('ISSUER_REVOKED')
  const revocation = path.certificates.length < 2 ? 'unknown' : status
  if (revocation === 'unknown') codes.add('REVOCATION_UNKNOWN')
  return { signer, path, revocation, best, stamp }
}

/** 5.2.8: material that was made after the end of its algorithm is weak; of other material nothing proves that it was made before. */
function accept(end: number, existed: Date, { notBefore }: Certificate, codes: Codes): void {
  if (existed.getTime() >= end) codes.add(notBefore.getTime() >= end ? 'ALGORITHM_WEAK' : 'ALGORITHM_OUTDATED')
}

/** Tables 5 and 6: by what is known of the certificate, and of the time of signing. */
function validity(
  path: Path,
  { at, best, notBefore }: { at: Date; best: Date | undefined; notBefore: Date | undefined },
  { material, proofs }: Grounds,
  codes: Codes,
): void {
  const found = validAt(path, at)
  if (found === 'not_yet_valid') codes.add(best ? 'SIGNED_BEFORE_ISSUANCE' : 'CERTIFICATE_NOT_YET_VALID')
  if (found !== 'expired') return
  if (notBefore && validAt(path, notBefore) === 'expired') return void codes.add('SIGNED_AFTER_EXPIRY')
  const end = earliest(...path.certificates.map(({ notAfter }) => notAfter)) ?? at
  codes.add(statusAt(path, material, proofs, end).status === 'good' ? 'EXPIRED_NOT_REVOKED' : 'CERTIFICATE_EXPIRED')
}

/** The earliest valid one, else the first. */
function bestOf(stamps: readonly Judged[]): Judged | undefined {
  const valid = stamps.filter(({ report, genTime }) => report.valid && genTime)
  return (
    valid.reduce<Judged | undefined>(
      (best, one) => (best?.genTime && one.genTime && best.genTime <= one.genTime ? best : one),
      undefined,
    ) ?? stamps[0]
  )
}

export const earliest = (...times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce((first, time) => (time && (!first || time < first) ? time : first), undefined)

const latest = (...times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce((last, time) => (time && (!last || time > last) ? time : last), undefined)
