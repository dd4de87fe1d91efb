// Adds to a validation report what the trusted lists make of it: the qualification of each signature and of each time-stamp.

import { equalBytes, readCertificate, type Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import type { SignatureReport } from '../signature'
import type { TimestampReport } from '../timestamps'
import type { ValidationReport } from '../validate'
import type { KnownList } from './known-lists'
import { signatureQualification, timestampQualification, type Qualified, type QualifiedTimestamp } from './signature-qualification'

export type QualifiedSignature = SignatureReport & {
  qualification: Qualified
  timestampQualification: QualifiedTimestamp
  /** Who vouches for the certificate: the connected provider's own authority, or a trusted list; null where nobody does. */
  vouchedBy: 'provider' | 'list' | null
}
export type QualifiedReport = Omit<ValidationReport, 'signatures' | 'documentTimestamps'> & {
  signatures: QualifiedSignature[]
  documentTimestamps: (ValidationReport['documentTimestamps'][number] & { qualification: QualifiedTimestamp })[]
}

/** All certificates on the paths of signatures and time-stamps, as far as they lead. */
export function certificatesIn({
  signatures,
  documentTimestamps,
}: Pick<ValidationReport, 'signatures' | 'documentTimestamps'>): Certificate[] {
  const paths = [
    ...signatures.flatMap(({ path, timestamp }) => [path, timestamp?.path ?? []]),
    ...documentTimestamps.map(({ path }) => path ?? []),
  ]
  return [...new Set(paths.flat())].map(readCertificate)
}

/** `anchors`: those of the connected provider. */
export function qualifiedReport(
  report: ValidationReport,
  { lists, anchors, now }: { lists: readonly KnownList[]; anchors: readonly Der[]; now: Date },
): QualifiedReport {
  return {
    ...report,
    signatures: report.signatures.map((signature) => ({
      ...signature,
      qualification: signatureQualification(signature.path.map(readCertificate), {
        lists,
        indication: signature.indication,
        best: signature.bestSignatureTime === undefined ? now : new Date(signature.bestSignatureTime),
      }),
      timestampQualification: ofTimestamp(signature.timestamp),
      vouchedBy: vouchedBy(signature),
    })),
    documentTimestamps: report.documentTimestamps.map((stamp) => ({ ...stamp, qualification: ofTimestamp(stamp) })),
  }

  function ofTimestamp(stamp: TimestampReport | undefined): QualifiedTimestamp {
    const path = (stamp?.path ?? []).map(readCertificate)
    return timestampQualification(path, { lists, valid: stamp?.valid === true, at: new Date(stamp?.at ?? now) })
  }

  function vouchedBy({ trusted, path }: SignatureReport): QualifiedSignature['vouchedBy'] {
    const top = path.at(-1)
    if (!trusted || !top) return null
    return anchors.some((anchor) => equalBytes(anchor, top)) ? 'provider' : 'list'
  }
}
