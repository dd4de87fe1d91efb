// The kinds of documents that can be uploaded, and which of them a file is.

import type { Source } from '../../signature/pdf/source'
import { docx, xlsx } from './formats/office'
import { unsupported } from './formats/unsupported'
import { xml } from './formats/xml'
import type { DocumentKind } from './kind'
import { pdf } from './pdf'

/** The first one that recognises a file is its kind. */
const KINDS: readonly DocumentKind[] = [pdf, docx, xlsx, xml]

export function kindOf(source: Source): DocumentKind {
  const kind = KINDS.find((candidate) => candidate.recognises(source))
  if (!kind) throw unsupported(source)
  return kind
}

/** The kind of a stored document. */
export function kindOfType(mimeType: string): DocumentKind {
  const kind = KINDS.find((candidate) => candidate.mimeType === mimeType)
  if (!kind) throw new Error(`a document was stored as ${mimeType}, which is no kind of ours`)
  return kind
}
