// Empty signature fields that the author of a PDF has made for its signers.

import type { PdfDocument } from './pdf/document'
import { isVisible, signatureFields, signatureOf, type Field } from './pdf/form'
import { Ref } from './pdf/objects'
import { allPages, rectOf } from './pdf/pages'
import { permissionsOf } from './pdf/permissions'
import type { Place } from './placement'

export type EmptyField = { name: string; place: Place }

/**
 * Those that can be signed as they are: on a page, visible, and without conditions of the author (a lock, a seed value) that our signatures
 * would not keep.
 */
export function emptyFields(document: PdfDocument): EmptyField[] {
  const permissions = permissionsOf(document)
  const empty = signatureFields(document).filter(
    (field) =>
      field.name !== '' &&
      !signatureOf(document, field) &&
      document.get(field.dict.get('Lock')) === null &&
      document.get(field.dict.get('SV')) === null &&
      !permissions.locks(field.name),
  )
  if (empty.length === 0) return []
  const pages = pagesOfWidgets(document)
  return empty.flatMap((field) => {
    const page = pages.get(field.ref.number)
    const rect = isVisible(document, field) && isShown(document, field) ? rectOf(document, field.dict.get('Rect')) : undefined
    return page === undefined || !rect ? [] : [{ name: field.name, place: { page, rect } }]
  })
}

/** Flags Hidden and NoView of table 167. */
const NOT_SHOWN = 2 | 32

function isShown(document: PdfDocument, { dict }: Field): boolean {
  const flags = document.get(dict.get('F'))
  return typeof flags !== 'number' || (flags & NOT_SHOWN) === 0
}

/** A field that is its own widget stands in the annotations of a page; what is in none is seen by nobody. */
function pagesOfWidgets(document: PdfDocument): ReadonlyMap<number, number> {
  const pages = new Map<number, number>()
  for (const [index, { dict }] of allPages(document).entries()) {
    const annotations = document.array(dict.get('Annots'))
    document.budget.spend('steps', annotations.length)
    for (const item of annotations) if (item instanceof Ref && !pages.has(item.number)) pages.set(item.number, index)
  }
  return pages
}
