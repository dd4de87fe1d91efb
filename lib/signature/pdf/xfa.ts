// XFA forms (ISO 32000-2, annex K): static ones bring pages like any PDF; dynamic ones are laid out when they are opened.

import type { PdfDocument } from './document'
import { formOf } from './form'
import { PdfString, Ref, stringBytes, type PdfObject } from './objects'

/**
 * Elements that run, send or fetch something by themselves: scripts, forms that are sent, and pictures from elsewhere. The configuration has an
 * element called script as well, with elements in it.
 */
const RUNS = /<(?:[^\s<>/:]+:)?(?:(?:submit|execute)[\s/>]|script(?:\s[^<>]*)?>\s*(?:[^<\s]|<[!?]))/
const FETCHES = /<(?:[^\s<>/:]+:)?(?:image|exData)\s(?:[^<>]*\s)?href\s*=/
/** Whether the form is laid out anew: forbidden unless said otherwise (XFA 3.3, dynamicRender). */
const LAID_OUT = /<(?:[^\s<>/:]+:)?dynamicRender(?![^\s/>])(?!\s*\/>|\s*>\s*(?:forbidden\s*)?<\/)/
/** In entities anything of these can be hidden. */
const HIDES = /<!(?:DOCTYPE|ENTITY)/

export type Xfa = { readonly kind: 'static' | 'dynamic'; readonly active: string | undefined }

/**
 * `active`: what a program that reads the form would run. `dynamic`: its pages say only that another program is needed, or are made anew from data that can differ. What cannot be read is taken for
 * that.
 */
export function xfaOf(document: PdfDocument): Xfa | undefined {
  const form = formOf(document)
  const xfa = document.get(form?.get('XFA'))
  if (xfa === null) return undefined
  if (document.get(document.root.get('NeedsRendering')) === true) return DYNAMIC
  // A dynamic form has no fields on its pages.
  if (document.array(form?.get('Fields')).length === 0) return DYNAMIC
  try {
    // In UTF-16 every other byte is a zero, and all that is looked for is ASCII.
    const packets = packetsOf(document, form?.get('XFA')).map((bytes) => bytes.toString('latin1').replaceAll('\0', ''))
    const has = (what: RegExp) => packets.some((packet) => what.test(packet))
    if (has(HIDES) || has(LAID_OUT)) return DYNAMIC
    const active = has(RUNS) ? 'a script or a submission of XFA' : has(FETCHES) ? 'a picture from elsewhere' : undefined
    return { kind: 'static', active }
  } catch {
    document.budget.check()
    return DYNAMIC
  }
}

const DYNAMIC: Xfa = { kind: 'dynamic', active: undefined }

/** One stream, or names and streams by turns. */
function packetsOf(document: PdfDocument, place: PdfObject | undefined): Buffer[] {
  const value = document.get(place)
  const places = Array.isArray(value) ? value : [place ?? null]
  return places.flatMap((object) => {
    const resolved = document.get(object)
    const stream = object instanceof Ref ? document.streamBehind(object) : undefined
    if (stream !== undefined) return [document.stream(stream)]
    return resolved instanceof PdfString ? [Buffer.from(stringBytes(resolved))] : []
  })
}
