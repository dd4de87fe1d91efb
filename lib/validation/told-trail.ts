// The audit trail that a signature carries, for its report: what it is by its digest, and whether readers find it as a file of the document.

import { sha256Hex } from '../crypto/algorithms'
import type { PdfDocument } from '../signature/pdf/document'
import { Ref, type Dict } from '../signature/pdf/objects'
import { carriedIn } from '../signature/trail/carried-trail'
import { arrayOf } from './comparing'
import { readable } from './validation-material'

/** `sha256`: of what the signature carries. `attached`: the same bytes are attached to the document. */
export type ToldTrail = { sha256: string; attached: boolean }

/** Associated files that are looked at. */
const MOST_FILES = 50

export function toldTrail(document: PdfDocument, signature: Dict): ToldTrail | undefined {
  const bytes = carriedIn(signature)
  if (!bytes) return undefined
  document.budget.spend('bytes', bytes.length)
  return { sha256: sha256Hex(bytes), attached: readable(() => isAttached(document, bytes)) ?? false }
}

function isAttached(document: PdfDocument, bytes: Buffer): boolean {
  return arrayOf(document, document.root.get('AF'))
    .slice(0, MOST_FILES)
    .some((place) => {
      const specification = document.get(place)
      const embedded = specification instanceof Map ? document.get(specification.get('EF')) : null
      const file = embedded instanceof Map ? embedded.get('F') : undefined
      return file instanceof Ref && holds(document, file, bytes)
    })
}

/** A file of another length is not read. */
function holds(document: PdfDocument, file: Ref, bytes: Buffer): boolean {
  const stream = document.streamBehind(file)
  if (stream === undefined) return false
  const { dict, start, end } = document.storedStream(stream)
  return !dict.has('Filter') && end - start === bytes.length && document.stream(stream).equals(bytes)
}
