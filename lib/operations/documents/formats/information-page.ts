// The picture of a file that has no pages of its own: what it is, how large, and by which digest it is known.

import { createHash } from 'node:crypto'
import { renderPage } from '../../../signature/pdf/preview'
import type { Source } from '../../../signature/pdf/source'
import { COLORS, Report } from '../../report/report-page'

/** Always of the same bytes for the same file, so it bears no date of its own. */
const NO_DATE = new Date(0)

export async function informationPage(source: Source, { label, name }: { label: string; name: string }, width: number): Promise<Buffer> {
  const report = await Report.begin({
    title: name,
    foot: 'Shown in place of pages, which a file of this kind does not have.',
    ribbon: null,
    at: NO_DATE,
  })
  report.gap(180)
  report.text(label, { size: 13, color: COLORS.soft })
  report.gap(4)
  report.text(name, { size: 24, bold: true, leading: 1.25 })
  report.gap(22)
  report.pair('Size', `${source.size.toLocaleString('en-GB')} bytes`)
  report.pair('SHA-256', digestOf(source))
  return renderPage(await report.bytes(), 0, width)
}

function digestOf(source: Source): string {
  const hash = createHash('sha256')
  source.feed(hash, 0, source.size)
  return hash.digest('hex')
}
