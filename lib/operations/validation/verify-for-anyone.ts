// Judges a signed file, or an archive of evidence, for somebody without an account. Nothing of it is kept.

import type { Language } from '../../wording/catalogue'
import { staging, type UploadFile } from '../documents/staging'
import type { Context } from '../kernel/context'
import type { File } from '../kernel/file'
import { judgeEvidence, type ShownEvidence } from './judge-evidence'
import { judgeForAnyone, type ValidatedDocument } from './judge-file'
import { reportFile } from './report-file'
import type { ReportFormat } from './report-formats'
import { strangers } from './strangers'
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
    const judged = await judgeForAnyone(context, { staged, source, line: strangers(client) })
    return { ...judged, sha256, verdict: verdictOf(judged), evidence: null }
  })
}

/** The report on a signed file, as a file of its own. It has no seal: each takes time-stamps, which are paid for. */
export function reportForAnyone(
  context: Context,
  { file, client, format, language }: { file: UploadFile; client: string; format: ReportFormat; language: Language },
): Promise<File> {
  return staging(context, file, async (staged, source) => {
    const judged = await judgeForAnyone(context, { staged, source, line: strangers(client) })
    return reportFile(context, judged, { format, language, sha256: staged.sha256, line: strangers(client), seal: null })
  })
}
