// Judges the signatures of a file that somebody sends in, ours or a stranger's. A file that cannot be read at all is refused.

import { readCertificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { sameName } from '../crypto/x509/name'
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
type Trusting = { anchors: readonly Der[]; lists: PackedLists }
type Context = Trusting & { now: Date }

/**
 * `otherwise`: whom else somebody trusts who has no account, for signatures that nobody else vouches for. Its report is made only where one
 * of its anchors may change what is said: else it is null.
 */
export async function validate(
  source: Source,
  { otherwise, ...context }: Context & { otherwise?: Trusting },
): Promise<{ report: QualifiedReport; otherwise: QualifiedReport | null }> {
  const report = await judge(source, context)
  refuseUnreadable(report, source)
  const more = otherwise && leadsTo(report, otherwise.anchors) ? await judge(source, { ...otherwise, now: context.now }) : null
  return { report: told(report), otherwise: more && told(more) }
}

/** A file that cannot be read has a report that says so. */
export async function judge(source: Source, { anchors, lists, now }: Context): Promise<QualifiedReport> {
  const known = unpacked(lists)
  const report = await validateDocument(source, { anchors, listed: known.anchorsNamed, now })
  return qualifiedReport(report, { lists: known.lists, anchors, now })
}

/** Whether one of these has issued what stands on top of a path, or stands there. */
function leadsTo(report: QualifiedReport, anchors: readonly Der[]): boolean {
  const names = anchors.map((anchor) => readCertificate(anchor).subject)
  return certificatesIn(report).some(({ issuer, subject }) => names.some((name) => sameName(name, issuer) || sameName(name, subject)))
}

/** A readable file without signatures is an answer. */
function refuseUnreadable({ problem, signatures }: ValidationReport, source: Source): void {
  if (problem === undefined || signatures.length > 0) return
  switch (problem) {
    case 'PDF_TOO_COMPLEX':
    case 'CONTAINER_TOO_LARGE':
      throw new Problem('DOCUMENT_DAMAGED.too_complex')
    case 'FORMAT_UNSUPPORTED':
    case 'CONTAINER_UNREADABLE':
      // A Word document is a ZIP too, but holds no signature of a supported form.
      requireKnown(source)
      return
    case 'CONTAINER_DAMAGED':
      throw new Problem('DOCUMENT_DAMAGED.signatures_unreadable')
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
