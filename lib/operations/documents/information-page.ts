// The page of a file that has no pages of its own, as a PDF: what it is, how large, and by which digest it is known.

import type { KindName } from '../../documents/kinds'
import { DEFAULT_LANGUAGE as LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import type { Report } from '../../documents/report/report'

/** The same bytes for the same file, so the picture bears no date. */
const NO_DATE = new Date(0)

export function informationPage(file: { name: string; sizeBytes: number; sha256: string }, kind: KindName): Report {
  const say = wording(LANGUAGE, 'report')
  return {
    language: LANGUAGE,
    title: file.name,
    foot: say('foot'),
    ribbon: null,
    at: NO_DATE,
    parts: [
      { draw: 'gap', points: 180 },
      { draw: 'text', value: say(`kind.${kind}`), size: 13, shade: 'soft' },
      { draw: 'gap', points: 4 },
      { draw: 'text', value: file.name, size: 24, bold: true, leading: 1.25 },
      { draw: 'gap', points: 22 },
      { draw: 'pair', label: say('size'), value: say('bytes', { size: file.sizeBytes }) },
      { draw: 'pair', label: 'SHA-256', value: file.sha256 },
    ],
  }
}
