// Judges a signature outside of PDF, once its form has been read: signer, time, trust, revocation and level (EN 319 102-1).

import { createHash } from 'node:crypto'
import type { Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import type { Level } from '../../signature/level'
import type { Budget } from '../../signature/pdf/budget'
import type { Anchors } from '../anchors'
import type { ReasonCode } from '../reasons'
import { withoutSigner, withSigner, isStamped, type SignatureReport } from '../signature'
import { judgeTimestamp, type Grounds, type Judged } from '../timestamps'
import { earliest, trustIn, type TrustInSigner } from '../trust'
import type { ValidationReport } from '../validate'

export type ArchiveStamp = {
  judged: Judged
  name: string
  coversEverything: boolean
  /** Whether it is over a signature time-stamp, or over an earlier one of its kind. */
  covers: (token: Der) => boolean
}

/** An archive time-stamp as the report tells it. */
export const toldStamp = ({
  name,
  judged: { report },
  coversEverything,
}: ArchiveStamp): ValidationReport['documentTimestamps'][number] => ({
  field: name,
  coversWholeRevision: coversEverything,
  coversWholeDocument: coversEverything,
  ...report,
})

export type AdesFound = {
  /** Where the signature stands: a file of the container, an Id in the document. */
  name: string
  format: 'CAdES' | 'XAdES'
  /** The faults found while the signature was read. */
  codes: Set<ReasonCode>
  integrity: boolean
  /** Whether it has the signed attributes of level B-B. */
  baseline: boolean
  /** Whether the signature covers all content. */
  coversWholeDocument: boolean
  signer?: Certificate
  /** What the key made. */
  value: Uint8Array
  claimedAt?: string
  /** Whom it claims as its signer, beside the certificate. */
  claims: readonly string[]
  /** Until when the algorithms of the signature are accepted. */
  end: number
  /** Among what is signed, and so older than the signature; each with the digest of the content that it covers. */
  contentTimestamps: readonly { token: Der; digestFor: (algorithm: string) => Uint8Array }[]
  /** Each with the octets that it covers. */
  signatureTimestamps: readonly { token: Der; over: Uint8Array }[]
  /** The archive time-stamps over this signature and the validation data. */
  archive: readonly ArchiveStamp[]
}

/** `over`: the proofs of time outside of a file with signatures, which are over all of it. */
export type Judging = { anchors: Anchors; now: Date; budget: Budget; over?: readonly ArchiveStamp[] }

export function judgeAdes(found: AdesFound, grounds: Grounds): SignatureReport {
  const { codes, signer } = found
  const base = {
    field: found.name,
    format: found.format,
    coversWholeRevision: found.coversWholeDocument,
    coversWholeDocument: found.coversWholeDocument,
    modifiedAfterwards: codes.has('HASH_FAILURE'),
    changes: [],
    ...(found.claimedAt === undefined ? {} : { claimedAt: found.claimedAt }),
  }
  if (!signer) {
    codes.add('NO_SIGNER_CERTIFICATE')
    return withoutSigner(base, codes, found.integrity)
  }
  const archived = earliest(...found.archive.map(({ judged }) => (judged.report.valid ? judged.genTime : undefined)))
  const pool = grounds.material.certificates
  const provenFor = (token: Der): Date =>
    earliest(...found.archive.map(({ judged, covers }) => (judged.report.valid && covers(token) ? judged.genTime : undefined))) ??
    grounds.proofs.now
  const stamps = found.signatureTimestamps.map(({ token, over }) =>
    judgeTimestamp(token, (algorithm) => createHash(algorithm).update(over).digest(), { ...grounds, pool, proven: provenFor(token) }),
  )
  const proven = archived ?? grounds.proofs.now
  const contents = found.contentTimestamps.map(({ token, digestFor }) => judgeTimestamp(token, digestFor, { ...grounds, pool, proven }))
  const named = !codes.has('SIGNING_CERTIFICATE_MISMATCH') && !codes.has('SIGNING_CERTIFICATE_ABSENT')
  const trust = trustIn(signer, { pool, stamps, contents, archived, named, end: found.end }, grounds, codes)
  const baseline = found.integrity && found.baseline && named
  return withSigner(base, codes, {
    level: baseline ? levelOf(trust, archived !== undefined) : null,
    integrity: found.integrity,
    trust,
    value: found.value,
    claims: found.claims,
  })
}

/** Each level needs all of the ones below it. */
function levelOf({ path, revocation, best, stamp }: TrustInSigner, archived: boolean): Level {
  if (!best) return isStamped(stamp) ? 'B-T' : 'B-B'
  const proven = stamp?.report.valid === true && stamp.report.revocation === 'good' && path.trusted && revocation === 'good'
  if (!proven) return 'B-T'
  return archived ? 'B-LTA' : 'B-LT'
}
