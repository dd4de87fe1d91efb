// Whether an annotation that was added shows anything (ISO 32000-2, 12.5.5).

import type { PdfDocument } from '../signature/pdf/document'
import { Name, Ref, type Dict, type PdfObject } from '../signature/pdf/objects'
import { rectOf } from '../signature/pdf/pages'
import { readable } from './validation-material'

const HIDDEN = 2
/** Borders, backgrounds and captions, which readers draw where no appearance is given (table 192). */
const CHARACTERISTICS = ['BG', 'BC', 'CA', 'RC', 'AC', 'I', 'RI', 'IX'] as const

export function showsSomething(document: PdfDocument, widget: Dict): boolean {
  if (isHidden(document.get(widget.get('F')))) return false
  if (isWithoutExtent(document, widget.get('Rect'))) return false
  const characteristics = document.get(widget.get('MK'))
  if (characteristics instanceof Map && CHARACTERISTICS.some((key) => document.get(characteristics.get(key)) !== null)) return true
  const appearance = document.get(widget.get('AP'))
  if (appearance === null) return false
  if (!(appearance instanceof Map)) return true
  return [...appearance.values()].some((state) => document.get(state) !== null && !(state instanceof Ref && isBlank(document, state)))
}

/** Readers that keep numbers in 32 bits read another number where it does not fit: then nobody knows what they show. */
const isHidden = (flags: PdfObject): boolean =>
  typeof flags === 'number' && Number.isInteger(flags) && flags >= 0 && flags < 2 ** 31 && (flags & HIDDEN) !== 0

/** What is not a rectangle of four numbers, readers may take for one: for some "300-" is a number, or six numbers are enough. */
function isWithoutExtent(document: PdfDocument, place: PdfObject | undefined): boolean {
  const written = document.get(place)
  if (written === null) return true
  const box = Array.isArray(written) && written.length === 4 ? rectOf(document, written) : undefined
  return box !== undefined && (box[0] === box[2] || box[1] === box[3])
}

/**
 * A form without content draws nothing. Zeros of a picture are black, and content may stand in another file (12.8.4 and 7.3.8). What cannot be
 * decoded here, another reader may draw.
 */
function isBlank(document: PdfDocument, form: Ref): boolean {
  const stream = document.streamBehind(form)
  if (stream === undefined) return false
  const dictionary = document.dict(form)
  const subtype = document.get(dictionary.get('Subtype'))
  if (!(subtype instanceof Name) || subtype.value !== 'Form' || dictionary.has('F') || dictionary.has('Ref')) return false
  const content = readable(() => document.stream(stream).toString('latin1'))
  return content !== undefined && /^[\s\0]*$/.test(content)
}
