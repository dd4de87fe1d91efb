// What a document says of itself as an archival one (PDF/A, ISO 19005), in its description.

import type { PdfDocument } from './document'
import { Ref } from './objects'

const NAMESPACE = 'http://www.aiim.org/pdfa/ns/id/'

/** Undefined where it does not say that it is PDF/A. */
function description(document: PdfDocument): string | undefined {
  const place = document.root.get('Metadata')
  const stream = place instanceof Ref ? document.streamBehind(place) : undefined
  if (stream === undefined) return undefined
  try {
    const xmp = document.stream(stream).toString('latin1')
    return xmp.includes(NAMESPACE) ? xmp : undefined
  } catch {
    // Its filter may be one that PDF/A does not have.
    document.budget.check()
    return undefined
  }
}

export const isArchival = (document: PdfDocument): boolean => description(document) !== undefined

/**
 * Whether files of any kind may be attached: to a document that is no PDF/A, to PDF/A-3 (ISO 19005-3, 6.8), and to PDF/A-4 where it says so (4e and
 * 4f; ISO 19005-4, 6.9). PDF/A-1 takes none, PDF/A-2 and the plain PDF/A-4 take PDF/A alone.
 */
export function takesAttachments(document: PdfDocument): boolean {
  const xmp = description(document)
  if (xmp === undefined) return true
  const told = (property: string): string | undefined =>
    new RegExp(`:${property}(?:\\s*=\\s*["']|\\s*>)\\s*(\\w+)`).exec(xmp)?.[1]?.toUpperCase()
  const part = told('part')
  return part === '3' || (part === '4' && /^[EF]$/.test(told('conformance') ?? ''))
}
