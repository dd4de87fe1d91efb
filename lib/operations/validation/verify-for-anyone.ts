// Judges a signed file, or an archive of evidence, for somebody without an account. Nothing of it is kept.

import type { Mode } from '../../domain/event'
import type { StagedBlob } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { Language } from '../../wording/catalogue'
import { staging, type UploadFile } from '../documents/staging'
import type { Context } from '../kernel/context'
import type { File } from '../kernel/file'
import { judgeEvidence, type ShownEvidence } from './judge-evidence'
import { judgeFile, type ValidatedDocument } from './judge-file'
import { reportFile } from './report-file'
import type { ReportFormat } from './report-formats'
import { strangers } from './strangers'
import { trustOf } from './trust-of'
import { verdictOf, verdictOfEvidence, type EvidenceVerdict, type Verdict } from './verdict'

/** An archive of evidence has no signatures of its own. */
export type VerifiedFile = ValidatedDocument & { sha256: string } & (
    | { verdict: Verdict; evidence: null }
    | { verdict: EvidenceVerdict; evidence: ShownEvidence }
  )

/** `client`: a digest of the address. */
export function verifyForAnyone(context: Context, { file, client }: { file: UploadFile; client: string }): Promise<VerifiedFile> {
  return staging(context, file, async (staged, source) => {
    const { sha256 } = staged
    const evidence = await judgeEvidence(context, { staged, source, line: strangers(client) })
    if (evidence) {
      const verdict = verdictOfEvidence(evidence)
      return { valid: verdict === 'valid' || verdict === 'test', signatures: [], timestamps: [], sha256, verdict, evidence }
    }
    const judged = await judgedForAnyone(context, staged, source, client)
    return { ...judged, sha256, verdict: verdictOf(judged), evidence: null }
  })
}

/** The report on a signed file, as a file of its own. It has no seal: each takes time-stamps, which are paid for. */
export function reportForAnyone(
  context: Context,
  { file, client, format, language }: { file: UploadFile; client: string; format: ReportFormat; language: Language },
): Promise<File> {
  return staging(context, file, async (staged, source) => {
    const judged = await judgedForAnyone(context, staged, source, client)
    return reportFile(context, judged, { format, language, sha256: staged.sha256, line: strangers(client), seal: null })
  })
}

/** Signatures of the test trust service are recognised, and say that they are tests. */
async function judgedForAnyone(context: Context, staged: StagedBlob, source: Source, client: string): Promise<ValidatedDocument> {
  const [real, test] = [trustOf(context, 'live'), trustOf(context, 'test')]
  const judge = (mode: Mode) => judgeFile(context, { staged, source, line: strangers(client), mode })
  const first = await judge(real ? 'live' : 'test')
  const unknown = first.signatures.some(({ trustedList }) => trustedList === 'NOT_TRUSTED')
  if (!real || !test || !unknown) return first
  const second = await judge('test')
  const signatures = first.signatures.map((signature, at) => {
    const tested = second.signatures[at]
    return signature.trustedList === 'NOT_TRUSTED' && tested?.test ? tested : signature
  })
  const timestamps = first.timestamps.map((stamp, at) => (stamp.valid ? stamp : (second.timestamps[at] ?? stamp)))
  const valid = signatures.length > 0 && signatures.every(({ indication }) => indication === 'TOTAL-PASSED')
  return { valid, signatures, timestamps }
}
