// Places the empty signature fields of all signers in one revision, before the first of them signs.

import { PdfDocument } from './pdf/document'
import { addFields, endNeedOfAppearances, fieldsOf, signatureFields, signatureOf } from './pdf/form'
import { dict, name, text, type Dict } from './pdf/objects'
import { pageAt, pageCount } from './pdf/pages'
import { PdfProblem } from './pdf/problem'
import type { Source } from './pdf/source'
import { tagFields } from './pdf/structure'
import { Update } from './pdf/update'
import { drawNothing } from './mark/appearance'
import { embedFont } from './mark/font'
import type { Place } from './placement'

/** What a screen reader says of the field (ISO 14289-1, 7.18.4). */
const ALTERNATE_NAME = 'Electronic signature'
/** Print and Locked (table 167): the mark is printed, and cannot be moved. */
const widgetFlags = 132

/** `rect` of zero size makes a field that is never seen. */
export type NewField = Place & { name: string }

/** The field of the time-stamp that archives a signature. */
export const timestampField = (signature: string): string => `${signature}-time`

/**
 * The revision to append. Empty fields show nothing. The revision also holds the font that all later marks use, and a field for the
 * time-stamp of each signature: after the first one nothing is added to a page or to the form any more, only filled in. `existing`: names
 * of fields that the document has, of which only the time-stamp's is missing.
 */
export function placeFields(source: Source, fields: readonly NewField[], existing: readonly string[] = []): Buffer {
  const document = new PdfDocument(source)
  const update = new Update(document)
  const names = new Set(fieldsOf(document).map((field) => field.name))
  const nothing = drawNothing(update, embedFont(update))
  const count = pageCount(document)
  const placed = fields.map((field) => {
    if (names.has(field.name) || !/^[\w-]{1,100}$/.test(field.name)) {
      throw new PdfProblem('FIELD_NAME_TAKEN', 'A signature field of this name cannot be added to the document.')
    }
    names.add(field.name)
    if (field.page >= count) throw new PdfProblem('FIELD_OUTSIDE_PAGE', 'The document has no such page.')
    const page = pageAt(document, field.page)
    const widget = signatureWidget(field.name, field.rect)
    widget.set('AP', dict({ N: nothing }))
    if (page.geometry.rotation !== 0) widget.set('MK', dict({ R: page.geometry.rotation }))
    return { page, field: widget }
  })
  const stamps = [...fields.map(({ name }) => name), ...existing].map(timestampField).filter((stamp) => !names.has(stamp))
  const all = [...placed, ...stamps.map((stamp) => ({ page: pageAt(document, 0), field: invisibleWidget(stamp) }))]
  const refs = addFields(update, all)
  // A signature that is there already covers the structure and the entries of the form: they stay as they are.
  if (!signatureFields(document).some((field) => signatureOf(document, field))) {
    tagFields(
      update,
      refs.flatMap((ref, index) => (all[index] ? [{ ref, page: all[index].page.ref }] : [])),
    )
    endNeedOfAppearances(update)
  }
  declareExtension(update)
  return update.write().bytes
}

function signatureWidget(fieldName: string, rect: readonly number[]): Dict {
  return dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: text(fieldName),
    TU: text(ALTERNATE_NAME),
    F: widgetFlags,
    Rect: [...rect],
  })
}

export const invisibleWidget = (fieldName: string): Dict => signatureWidget(fieldName, [0, 0, 0, 0])

/** EN 319 142-1 5.6: a PDF 1.7 file that holds PAdES structures says so in its catalog. */
function declareExtension(update: Update): void {
  const root = update.copy(update.document.rootRef)
  const existing = update.document.get(root.get('Extensions'))
  const extensions: Dict = existing instanceof Map ? new Map(existing) : new Map()
  if (extensions.has('ESIC')) return
  extensions.set('ESIC', dict({ BaseVersion: name('1.7'), ExtensionLevel: 1 }))
  root.set('Extensions', extensions)
  update.set(update.document.rootRef, root)
}
