// Judges an evidence record (RFC 4998): a proof that things existed, which is renewed while its algorithms and time-stamps are still good.

import { digestOf, sha256Hex, UnsupportedAlgorithm } from '../crypto/algorithms'
import type { Der } from '../crypto/der'
import { readEvidenceRecord, rootsOf, type EvidenceRecord } from '../crypto/evidence-record'
import { PdfProblem } from '../signature/pdf/problem'
import { brokenTimestamp, judgeTimestamp, unknownTimestamp, type Grounds, type Judged } from './timestamps'

/** Told as one time-stamp, the first of the record. It proves something as long as each of its time-stamps was good until the next one was made. */
export function judgeEvidenceRecord(der: Der, things: readonly Uint8Array[], grounds: Grounds): Judged {
  const { proofs, material } = grounds
  let record: EvidenceRecord
  let roots: (Uint8Array | null)[]
  try {
    record = readEvidenceRecord(der)
    roots = rootsOf(
      record,
      things.map((thing) => (algorithm) => {
        material.budget.spend('hashed', thing.length)
        return digestOf(algorithm, thing)
      }),
    )
  } catch (error) {
    if (error instanceof PdfProblem) throw error
    return error instanceof UnsupportedAlgorithm ? unknownTimestamp() : brokenTimestamp()
  }
  const stamps = record.chains.flatMap((chain) => chain.stamps)
  let proven = proofs.now
  let first: Judged = brokenTimestamp()
  const reasons = new Set<Judged['report']['reasons'][number]>()
  for (const [at, { token, algorithm }] of [...stamps.entries()].reverse()) {
    // RFC 4998 4.1: the time-stamp uses the algorithm of its tree. Nothing that a tree does not hold is under its time-stamp.
    const digestFor = (named: string): Uint8Array => (named === algorithm ? roots[at] : null) ?? new Uint8Array()
    first = judgeTimestamp(token, digestFor, { ...grounds, pool: material.certificates, proven })
    for (const reason of first.report.reasons) reasons.add(reason)
    if (first.report.valid && first.genTime) proven = first.genTime
  }
  return { ...first, report: { ...first.report, valid: reasons.size === 0, reasons: [...reasons], sha256: sha256Hex(der) } }
}
