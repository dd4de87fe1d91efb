// The report on a file as a file of its own.

import type { Place } from '../../domain/fair-line'
import type { Trust } from '../../domain/ports'
import type { Language } from '../../wording/catalogue'
import type { Context } from '../kernel/context'
import type { File } from '../kernel/file'
import { sealed } from '../kernel/seal'
import { drawn } from '../report/drawn'
import type { ValidatedDocument } from './judge-file'
import { pdfReport } from './pdf-report'
import type { ReportFormat } from './report-formats'
import { xmlReport } from './xml-report'

/** `sha256`: of the file that was judged. `line`: whose turn the drawing takes. `seal`: the trust service that seals it; null for none. */
type Wanted = { format: ReportFormat; sha256: string; language: Language; line: Place; seal: Trust | null }

export async function reportFile(context: Context, judged: ValidatedDocument, wanted: Wanted): Promise<File> {
  const { format, sha256, language, line, seal } = wanted
  const at = context.machineNow()
  const report = pdfReport(judged, { sha256, at, language })
  const bytes = format === 'pdf' ? await drawn(context, report, line) : Buffer.from(xmlReport(judged, { sha256, at }))
  const { form, mimeType } = FORMS[format]
  return {
    name: `validation-report.${format}`,
    mimeType,
    bytes: seal ? await sealed(context, seal, { form, bytes }, { tenant: line.tenant, now: at, reason: report.title }) : bytes,
  }
}

const FORMS = {
  pdf: { form: 'PAdES', mimeType: 'application/pdf' },
  xml: { form: 'XAdES', mimeType: 'application/xml' },
} as const satisfies Record<ReportFormat, unknown>
