// Judges a signature outside of PDF, once its form has been read: signer, time, trust, revocation and level (EN 319 102-1).

import { createHash } from 'node:crypto'
import type { Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import type { Level } from '../../signature/level'
import type { Budget } from '../../signature/pdf/budget'
import type { ValidationMaterial } from '../validation-material'
import type { ReasonCode } from '../reasons'
import { trustIn, withoutSigner, withSigner, type SignatureReport } from '../signature'
import { judgeTimestamp, type Judged } from '../timestamps'

export type ArchiveStamp = { judged: Judged; name: string; coversEverything: boolean }

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
  claimedAt?: string
  /** The octets that a signature time-stamp covers. */
  stamped: Uint8Array
  signatureTimestamps: readonly Der[]
  /** The validation data in the document, and the archive time-stamps over this signature and that data. */
  material: ValidationMaterial
  archive: readonly ArchiveStamp[]
}

export type Judging = { anchors: readonly Certificate[]; now: Date; budget: Budget }

export function judgeAdes(found: AdesFound, { anchors, now }: Judging): SignatureReport {
  const { codes, signer, material } = found
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
  const later = found.archive.filter(({ judged }) => judged.report.valid && judged.genTime)
  const stamp = signatureStamp(found, anchors, later[0]?.judged.genTime ?? now)
  const best = stamp?.report.valid ? stamp.genTime : later[0]?.judged.genTime
  const trust = trustIn(signer, { pool: material.certificates, anchors, material, best, now, stamp }, codes)
  const proven = stamp?.report.valid === true && stamp.report.revocation === 'good' && trust.path.trusted && trust.revocation === 'good'
  const level =
    found.integrity && found.baseline && !codes.has('SIGNING_CERTIFICATE_MISMATCH') ? levelOf(best, proven, later.length > 0) : null
  return withSigner(base, codes, { level, integrity: found.integrity, trust })
}

/** Each level needs all of the ones below it. */
function levelOf(best: Date | undefined, proven: boolean, archived: boolean): Level {
  if (!best) return 'B-B'
  if (!proven) return 'B-T'
  return archived ? 'B-LTA' : 'B-LT'
}

function signatureStamp(
  { signatureTimestamps: [token], stamped, material }: AdesFound,
  anchors: readonly Certificate[],
  proven: Date,
): Judged | undefined {
  if (!token) return undefined
  return judgeTimestamp(token, (algorithm) => createHash(algorithm).update(stamped).digest(), {
    pool: material.certificates,
    anchors,
    material,
    proven,
  })
}
