// The picture of a file that has no pages of its own: what it is, how large, and by which digest it is known.

import { createHash } from 'node:crypto'
import { renderPage } from '../../../signature/pdf/preview'
import type { Source } from '../../../signature/pdf/source'
import { DEFAULT_LANGUAGE as LANGUAGE } from '../../../wording/catalogue'
import { wording } from '../../../wording/wording'
import { COLORS, Report } from '../../report/report-page'
import type { DocumentKind } from '../kind'

/** The same bytes for the same file, so the picture bears no date. */
const NO_DATE = new Date(0)

export async function informationPage(
  source: Source,
  { kind, name }: { kind: DocumentKind['name']; name: string },
  width: number,
): Promise<Buffer> {
  const say = wording(LANGUAGE, 'report')
  const report = await Report.begin({
    language: LANGUAGE,
    title: name,
    foot: say('foot'),
    ribbon: null,
    at: NO_DATE,
  })
  report.gap(180)
  report.text(say(`kind.${kind}`), { size: 13, color: COLORS.soft })
  report.gap(4)
  report.text(name, { size: 24, bold: true, leading: 1.25 })
  report.gap(22)
  report.pair(say('size'), say('bytes', { size: source.size }))
  report.pair('SHA-256', digestOf(source))
  return renderPage(await report.bytes(), 0, width)
}

function digestOf(source: Source): string {
  const hash = createHash('sha256')
  source.feed(hash, 0, source.size)
  return hash.digest('hex')
}
