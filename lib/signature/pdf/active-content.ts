// Finds what a PDF does beside being shown: scripts, programs, forms that are sent, media, actions that nobody asked for. Some readers
// run such things and others do not, so what the signer saw would not be what somebody else sees.

import type { PdfDocument } from './document'
import { Name, Ref, type Dict, type PdfObject } from './objects'
import type { Page } from './pages'

/** Types of actions (ISO 32000-2, table 201). Those that only lead to a place or to an address are not among them. */
const ACTIONS: ReadonlySet<string> = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'Rendition',
  'Movie',
  'Sound',
  'GoTo3DView',
  'RichMediaExecute',
])
/** Types of annotations that play or run something (table 171). */
const ANNOTATIONS: ReadonlySet<string> = new Set(['RichMedia', '3D', 'Movie', 'Sound', 'Screen'])
/** What sets off an additional action of an annotation, a page, a field, or the document (tables 197 to 200). */
const TRIGGERS = ['E', 'X', 'D', 'U', 'Fo', 'Bl', 'PO', 'PC', 'PV', 'PI', 'O', 'C', 'K', 'F', 'V', 'WC', 'WS', 'DS', 'WP', 'DP']

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
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      if (object instanceof Ref) {
        if (seen.has(object.number) || waiting.has(object.number)) continue
        seen.add(object.number)
        open.push(document.get(object))
      } else if (Array.isArray(object)) for (const item of object) open.push(item)
      else if (object instanceof Map) {
        const what = activeIn(document, object)
        if (what !== undefined) return what
        for (const item of object.values()) open.push(item)
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

function activeIn(document: PdfDocument, dictionary: Dict): string | undefined {
  const action = nameIn(document, dictionary, 'S')
  if (action !== undefined && ACTIONS.has(action)) return action
  const annotation = nameIn(document, dictionary, 'Subtype')
  if (annotation !== undefined && ANNOTATIONS.has(annotation)) return annotation
  const additional = document.get(dictionary.get('AA'))
  if (!(additional instanceof Map)) return undefined
  // A font or an image may be called AA as well; its entries are no actions.
  const types = TRIGGERS.flatMap((key) => actionType(document, additional.get(key)) ?? [])
  return types.find((type) => ACTIONS.has(type)) ?? (types.length > 0 ? 'additional actions' : undefined)
}

function actionType(document: PdfDocument, place: PdfObject | undefined): string | undefined {
  const action = document.get(place)
  return action instanceof Map ? nameIn(document, action, 'S') : undefined
}

function nameIn(document: PdfDocument, dictionary: Dict, key: string): string | undefined {
  const value = document.get(dictionary.get(key))
  return value instanceof Name ? value.value : undefined
}
