// Judges the signatures of a document that an organisation sends in, ours or a stranger's, and answers what each of them proves, or a report
// of it.

import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { staging, type UploadFile } from '../documents/staging'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import type { File } from '../kernel/file'
import { countUse } from '../usage/count-use'
import { judgeFile, type ValidatedDocument } from './judge-file'
import { reportFile } from './report-file'
import type { ReportFormat } from './report-formats'

/** `sealed`: the report gets the seal of the platform. */
type Asked = { file: UploadFile; report?: ReportFormat | undefined; sealed?: boolean }

/** `report`: null unless one is asked for. Throws UNAVAILABLE where there is nobody to seal it. */
export async function validateDocument(
  context: Context,
  caller: OrganisationCaller,
  { file, report: format, sealed = false }: Asked,
): Promise<ValidatedDocument & { report: File | null }> {
  const line = { tenant: caller.tenantId }
  const seal = sealed ? context.trust(caller.mode) : null
  return staging(context, file, async (staged, source) => {
    const judged = await judgeFile(context, { staged, source, line, mode: caller.mode })
    const about = { sha256: staged.sha256, line, seal, language: DEFAULT_LANGUAGE }
    const report = format ? await reportFile(context, judged, { format, ...about }) : null
    await countUse(context, context.db, caller, 'documents_validated')
    return { ...judged, report }
  })
}
