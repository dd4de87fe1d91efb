// XFA forms (ISO 32000-2, annex K): static ones bring pages like any PDF; dynamic ones are laid out when they are opened.

import type { PdfDocument } from './document'
import { formOf } from './form'
import { PdfString, Ref, stringBytes, type PdfObject } from './objects'

/**
 * `dynamic`: its pages say only that another program is needed, or are made anew from data that can differ. What cannot be read is taken for
 * that.
 */
export function xfaOf(document: PdfDocument): 'static' | 'dynamic' | undefined {
  const form = formOf(document)
  const xfa = document.get(form?.get('XFA'))
  if (xfa === null) return undefined
  if (document.get(document.root.get('NeedsRendering')) === true) return 'dynamic'
  // A dynamic form has no fields on its pages.
  if (document.array(form?.get('Fields')).length === 0) return 'dynamic'
  try {
    return packetsOf(document, form?.get('XFA')).some((packet) => /<dynamicRender>\s*required\s*</.test(packet)) ? 'dynamic' : 'static'
  } catch {
    document.budget.check()
    return 'dynamic'
  }
}

/** One stream, or names and streams by turns. */
function packetsOf(document: PdfDocument, place: PdfObject | undefined): string[] {
  const value = document.get(place)
  const places = Array.isArray(value) ? value : [place ?? null]
  return places.flatMap((object) => {
    const resolved = document.get(object)
    const stream = object instanceof Ref ? document.streamBehind(object) : undefined
    if (stream !== undefined) return [document.stream(stream).toString('utf8')]
    return resolved instanceof PdfString ? [stringBytes(resolved).toString('utf8')] : []
  })
}
