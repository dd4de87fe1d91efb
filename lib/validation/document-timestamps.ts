// Judges the time-stamps over the whole document, each of which proves what stood before it.

import type { CoveredBytes } from './byte-range'
import type { Change } from './change-kinds'
import type { SignedField } from './signed-fields'
import { judgeTimestamp, type Grounds, type TimestampReport } from './timestamps'
import type { Standing } from './validation-material'

export type DocumentStamp = { field: SignedField; report: TimestampReport; genTime?: Date }

/**
 * Judged newest first, because each time-stamp proves that what it covers existed at its time, the time-stamps before it among that (EN 319 102-1,
 * 5.6.3); returned oldest first. `standing`: where validation data stands.
 */
export function documentTimestamps(
  fields: readonly SignedField[],
  {
    bytes,
    grounds,
    standing,
    changes,
  }: { bytes: CoveredBytes; grounds: Grounds; standing: readonly Standing[]; changes: (field: SignedField) => readonly Change[] },
): DocumentStamp[] {
  const { material, proofs } = grounds
  const stamps: DocumentStamp[] = []
  let proven = proofs.now
  for (const field of fields.toReversed()) {
    const { report, genTime } = judgeTimestamp(field.covered.contents, (algorithm) => bytes.digest(algorithm, field.covered), {
      ...grounds,
      pool: material.certificates,
      proven,
    })
    const intact = changes(field).every(({ allowed }) => allowed)
    const valid = report.valid && intact && field.coversWholeRevision
    const reasons = intact ? report.reasons : [...report.reasons, 'MODIFIED_AFTERWARDS' as const]
    stamps.unshift({ field, report: { ...report, valid, reasons }, ...(genTime ? { genTime } : {}) })
    if (!valid || !genTime) continue
    proven = genTime
    material.budget.spend('steps', standing.length)
    const covered = standing.filter(({ end }) => end <= field.covered.end)
    proofs.add(
      covered.map(({ der }) => der),
      genTime,
    )
  }
  return stamps
}
