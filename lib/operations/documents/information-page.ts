// The page of a file that has no pages of its own, as a PDF: what it is, how large, and by which digest it is known.

import type { KindName } from '../../documents/kinds'
import { DEFAULT_LANGUAGE as LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { COLORS, Report } from '../report/report-page'

/** The same bytes for the same file, so the picture bears no date. */
const NO_DATE = new Date(0)

export async function informationPage(file: { name: string; sizeBytes: number; sha256: string }, kind: KindName): Promise<Uint8Array> {
  const say = wording(LANGUAGE, 'report')
  const report = await Report.begin({
    language: LANGUAGE,
    title: file.name,
    foot: say('foot'),
    ribbon: null,
    at: NO_DATE,
  })
  report.gap(180)
  report.text(say(`kind.${kind}`), { size: 13, color: COLORS.soft })
  report.gap(4)
  report.text(file.name, { size: 24, bold: true, leading: 1.25 })
  report.gap(22)
  report.pair(say('size'), say('bytes', { size: file.sizeBytes }))
  report.pair('SHA-256', file.sha256)
  return report.bytes()
}
