// Judges the time-stamps over the whole document, each of which proves what stood before it.

import type { Certificate } from '../crypto/certificate'
import type { CoveredBytes } from './byte-range'
import type { Change } from './change-kinds'
import type { ValidationMaterial } from './validation-material'
import type { SignedField } from './signed-fields'
import { judgeTimestamp, type TimestampReport } from './timestamps'

export type DocumentStamp = { field: SignedField; report: TimestampReport; genTime?: Date }

/** Judged newest first, because each time-stamp proves that the ones before it existed at its time; returned oldest first. */
export function documentTimestamps(
  fields: readonly SignedField[],
  {
    bytes,
    anchors,
    material,
    changes,
    now,
  }: {
    bytes: CoveredBytes
    anchors: readonly Certificate[]
    material: ValidationMaterial
    changes: (field: SignedField) => readonly Change[]
    now: Date
  },
): DocumentStamp[] {
  const stamps: DocumentStamp[] = []
  let proven = now
  for (let i = fields.length - 1; i >= 0; i--) {
    const field = fields[i]
    if (!field) continue
    const { report, genTime } = judgeTimestamp(field.covered.contents, (algorithm) => bytes.digest(algorithm, field.covered), {
      pool: material.certificates,
      anchors,
      material,
      proven,
    })
    const intact = changes(field).every(({ allowed }) => allowed)
    const valid = report.valid && intact && field.coversWholeRevision
    const reasons = intact ? report.reasons : [...report.reasons, 'MODIFIED_AFTERWARDS' as const]
    stamps.unshift({ field, report: { ...report, valid, reasons }, ...(genTime ? { genTime } : {}) })
    if (valid && genTime) proven = genTime
  }
  return stamps
}
