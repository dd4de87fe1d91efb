// Finds what a PDF does beside being shown: scripts, programs, forms that are sent, media, actions that nobody asked for, and content that comes
// from elsewhere. Some readers run or fetch such things and others do not, so what the signer saw would not be what somebody else sees.

import { actionIn } from './actions'
import { attachedProgram } from './attachments'
import type { PdfDocument } from './document'
import { isOnlyPrinted } from './annotations'
import { Name, PdfString, Ref, type Dict, type PdfObject } from './objects'
import type { Page } from './pages'

/** Types of annotations that play or run something (ISO 32000-2, table 171). */
const ANNOTATIONS: ReadonlySet<string> = new Set(['RichMedia', '3D', 'Movie', 'Sound', 'Screen'])

export type ActiveContent = {
  /** The name that the standard gives it: "JavaScript", "RichMedia". */
  what: string
  /** The number of the page, from 1, or the part of the document. */
  where: number | Part
}
type Part = 'opening' | 'bookmarks' | 'form' | 'document'

/** Entries of the catalog, in the order in which they are followed: what several lead to counts for the first. */
const PARTS: readonly (readonly [key: string, part: Part])[] = [
  ['OpenAction', 'opening'],
  ['AA', 'opening'],
  ['Outlines', 'bookmarks'],
  ['AcroForm', 'form'],
]

/** The first active content, wherever it is hidden: every object that the document leads to is read once. Throws where one cannot be. */
export function activeContent(document: PdfDocument, pages: readonly Page[]): ActiveContent | undefined {
  const { root } = document
  const seen = new Set<number>()
  // A page is walked in its turn, and not by way of a bookmark or a link that leads to it.
  const waiting = new Set(pages.map(({ ref }) => ref.number))
  const search = (start: PdfObject): string | undefined => {
    const open: PdfObject[] = [start]
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (item instanceof Ref) {
        if (seen.has(item.number) || waiting.has(item.number)) continue
        seen.add(item.number)
      }
      const object = document.get(item)
      if (Array.isArray(object)) for (const inner of object) open.push(inner)
      else if (object instanceof Map) {
        const what = activeIn(document, object, item instanceof Ref && document.streamBehind(item) !== undefined)
        if (what !== undefined) return what
        for (const inner of object.values()) open.push(inner)
      }
    }
    return undefined
  }
  for (const [key, where] of PARTS) {
    const what = search(new Map([[key, root.get(key) ?? null]]))
    if (what !== undefined) return { what, where }
  }
  for (const [index, { ref }] of pages.entries()) {
    waiting.delete(ref.number)
    const what = search(ref)
    if (what !== undefined) return { what, where: index + 1 }
  }
  const what = search(document.rootRef)
  return what === undefined ? undefined : { what, where: 'document' }
}

function activeIn(document: PdfDocument, dictionary: Dict, isStream: boolean): string | undefined {
  const subtype = nameIn(document, dictionary, 'Subtype')
  if (isOnlyPrinted(document, dictionary)) return 'an annotation that only the paper shows'
  // Navigators of portfolios (Adobe's extension level 3) are programs in Flash.
  const navigator = document.get(dictionary.get('Navigator'))
  if (navigator instanceof Map && navigator.has('SWF')) return 'Flash'
  if (subtype !== undefined && ANNOTATIONS.has(subtype)) return subtype
  return actionIn(document, dictionary) ?? fetched(document, dictionary, subtype, isStream) ?? attachedProgram(document, dictionary)
}

/** What stands outside of the file: the bytes of a stream (7.3.8), a page of another PDF (8.10.4), a picture for the press, a web address. */
function fetched(document: PdfDocument, dictionary: Dict, subtype: string | undefined, isStream: boolean): string | undefined {
  if (isStream) {
    const file = document.get(dictionary.get('F'))
    if (file instanceof PdfString || file instanceof Map) return 'an external stream'
    if (document.get(dictionary.get('Ref')) instanceof Map) return 'a page of another file'
    if (document.get(dictionary.get('OPI')) instanceof Map) return 'a picture of another file'
    if (subtype === 'PS' || nameIn(document, dictionary, 'Subtype2') === 'PS') return 'PostScript'
    // Such as one for the printer (8.9.5.4); PDF/A forbids them.
    if (listed(document, dictionary.get('Alternates'))) return 'another picture for the printer'
  }
  return nameIn(document, dictionary, 'FS') === 'URL' ? 'an external file' : undefined
}

function listed(document: PdfDocument, place: PdfObject | undefined): boolean {
  const list = document.get(place)
  return Array.isArray(list) && list.length > 0
}

function nameIn(document: PdfDocument, dictionary: Dict, key: string): string | undefined {
  const value = document.get(dictionary.get(key))
  return value instanceof Name ? value.value : undefined
}
