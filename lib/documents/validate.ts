// Judges the signatures of a file that somebody sends in, ours or a stranger's. A file that cannot be read at all is refused.

import type { Der } from '../crypto/der'
import { Problem } from '../domain/problem'
import type { Source } from '../signature/pdf/source'
import { validateDocument } from '../validation/formats/document'
import { unpacked } from '../validation/trusted-lists/known-lists'
import type { PackedLists } from '../validation/trusted-lists/packed-lists'
import { certificatesIn, qualifiedReport, type QualifiedReport } from '../validation/trusted-lists/qualify-report'
import type { ValidationReport } from '../validation/validate'
import { CODES } from './formats/pdf'
import { formatOf } from './formats/recognise'
import { told } from './told'

/** `anchors`: those of the connected provider. `lists`: the trusted lists that count for whoever asks. */
type Context = { anchors: readonly Der[]; lists: PackedLists; now: Date }

export async function validate(source: Source, context: Context): Promise<QualifiedReport> {
  const report = await judge(source, context)
  refuseUnreadable(report, source)
  return told(report)
}

/** A file that cannot be read has a report that says so. */
export async function judge(source: Source, { anchors, lists, now }: Context): Promise<QualifiedReport> {
  const known = unpacked(lists)
  const alone = await validateDocument(source, { anchors, now })
  // There are thousands of listed authorities: of a file that one of them may vouch for, all is judged again, with these alone.
  const listed = known.anchorsFor(certificatesIn(alone))
  const report = listed.length > 0 ? await validateDocument(source, { anchors: [...anchors, ...listed], now }) : alone
  return qualifiedReport(report, { lists: known.lists, anchors, now })
}

/** A readable file without signatures is an answer. */
function refuseUnreadable({ problem, signatures }: ValidationReport, source: Source): void {
  if (problem === undefined || signatures.length > 0) return
  switch (problem) {
    case 'PDF_TOO_COMPLEX':
      throw new Problem('DOCUMENT_DAMAGED.too_complex')
    case 'FORMAT_UNSUPPORTED':
    case 'CONTAINER_UNREADABLE':
      // A Word document is a ZIP too, but holds no signature of a supported form.
      requireKnown(source)
      return
    case 'XML_UNREADABLE':
      requireKnown(source)
      throw new Problem('DOCUMENT_DAMAGED.xml_unreadable')
    default:
      throw new Problem(`${CODES[problem]}.signatures_unreadable`)
  }
}

/** What cannot be signed here may hold signatures all the same, so the words are others than those of an upload. */
function requireKnown(source: Source): void {
  try {
    formatOf(source)
  } catch (error) {
    throw error instanceof Problem && error.code === 'DOCUMENT_FORMAT_UNSUPPORTED'
      ? new Problem('DOCUMENT_FORMAT_UNSUPPORTED.no_signatures')
      : error
  }
}
