// The report on a file as a file of its own.

import type { Language } from '../../wording/catalogue'
import type { Context } from '../kernel/context'
import type { File } from '../kernel/file'
import { drawn } from '../report/drawn'
import type { ValidatedDocument } from './judge-file'
import { pdfReport } from './pdf-report'
import type { ReportFormat } from './report-formats'
import { xmlReport } from './xml-report'

/** `sha256`: of the file that was judged. `line`: whose turn the drawing takes. */
export async function reportFile(
  context: Context,
  judged: ValidatedDocument,
  { format, sha256, language, line }: { format: ReportFormat; sha256: string; language: Language; line: string },
): Promise<File> {
  const at = context.machineNow()
  if (format === 'xml') {
    return { name: 'validation-report.xml', mimeType: 'application/xml', bytes: Buffer.from(xmlReport(judged, { sha256, at })) }
  }
  return {
    name: 'validation-report.pdf',
    mimeType: 'application/pdf',
    bytes: await drawn(context, pdfReport(judged, { sha256, at, language }), line),
  }
}
