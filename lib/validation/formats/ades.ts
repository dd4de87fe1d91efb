// Judges a signature outside of PDF, once its form has been read: signer, time, trust, revocation and level (EN 319 102-1).

import { createHash } from 'node:crypto'
import type { Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import type { Level } from '../../signature/level'
import { pathOf, type ValidationMaterial } from '../validation-material'
import type { ReasonCode } from '../reasons'
import { checkTrust, closed, described, type SignatureReport } from '../signature'
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

export type Judging = { anchors: readonly Certificate[]; now: Date }

export function judgeAdes(found: AdesFound, { anchors, now }: Judging): SignatureReport {
  const { codes, signer, material } = found
  const base = {
    field: found.name,
    format: found.format,
    coversWholeRevision: found.coversWholeDocument,
    coversWholeDocument: found.coversWholeDocument,
    modifiedAfterwards: codes.has('HASH_FAILURE'),
    changes: { allowed: [], forbidden: [] },
    ...(found.claimedAt === undefined ? {} : { claimedAt: found.claimedAt }),
  }
  if (!signer) {
    codes.add('NO_SIGNER_CERTIFICATE')
    return { ...base, ...closed(codes), level: null, integrity: found.integrity, chain: [], trusted: false, revocation: 'unknown' }
  }
  const later = found.archive.filter(({ judged }) => judged.report.valid && judged.genTime)
  const stamp = signatureStamp(found, anchors, later[0]?.judged.genTime ?? now)
  if (!stamp) codes.add('NO_TIMESTAMP')
  stamp?.report.reasons.forEach((code) => codes.add(code))
  const best = stamp?.report.valid ? stamp.genTime : later[0]?.judged.genTime
  const path = pathOf(signer, material.certificates, anchors)
  const revocation = checkTrust(path, best ?? now, material, codes)
  const proven = stamp?.report.valid === true && stamp.report.revocation === 'good' && path.trusted && revocation === 'good'
  const level =
    found.integrity && found.baseline && !codes.has('SIGNING_CERTIFICATE_MISMATCH') ? levelOf(best, proven, later.length > 0) : null
  const signerName = signer.subjectAttributes['CN']
  return {
    ...base,
    ...closed(codes),
    level,
    integrity: found.integrity,
    ...(signerName === undefined ? {} : { signerName }),
    certificate: described(signer),
    chain: path.certificates.map(({ subjectAttributes }) => subjectAttributes['CN'] ?? ''),
    trusted: path.trusted,
    revocation,
    ...(stamp?.report.valid && stamp.report.at ? { signedAt: stamp.report.at } : {}),
    ...(stamp ? { timestamp: stamp.report } : {}),
  }
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
