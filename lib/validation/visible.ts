// Whether an annotation that was added shows anything (ISO 32000-2, 12.5.5).

import type { PdfDocument } from '../signature/pdf/document'
import { Ref, type Dict, type PdfObject } from '../signature/pdf/objects'
import { rectOf } from '../signature/pdf/pages'
import { readable } from './validation-material'

const HIDDEN = 2
/** Borders, backgrounds and captions, which readers draw where no appearance is given (table 192). */
const CHARACTERISTICS = ['BG', 'BC', 'CA', 'RC', 'AC', 'I', 'RI', 'IX'] as const

export function showsSomething(document: PdfDocument, widget: Dict): boolean {
  const flags = document.get(widget.get('F'))
  if (typeof flags === 'number' && (flags & HIDDEN) !== 0) return false
  if (isWithoutExtent(document, widget.get('Rect'))) return false
  const characteristics = document.get(widget.get('MK'))
  if (characteristics instanceof Map && CHARACTERISTICS.some((key) => document.get(characteristics.get(key)) !== null)) return true
  const appearance = document.get(widget.get('AP'))
  if (appearance === null) return false
  if (!(appearance instanceof Map)) return true
  return [...appearance.values()].some((state) => document.get(state) !== null && !(state instanceof Ref && isBlank(document, state)))
}

/** What is not a rectangle of four numbers, readers may take for one: for some "300-" is a number, or six numbers are enough. */
function isWithoutExtent(document: PdfDocument, place: PdfObject | undefined): boolean {
  const written = document.get(place)
  if (written === null) return true
  const box = Array.isArray(written) && written.length === 4 ? rectOf(document, written) : undefined
  return box !== undefined && (box[0] === box[2] || box[1] === box[3])
}

/** A form without content draws nothing. What cannot be decoded here, another reader may draw. */
function isBlank(document: PdfDocument, form: Ref): boolean {
  const stream = document.streamBehind(form)
  if (stream === undefined) return false
  const content = readable(() => document.stream(stream).toString('latin1'))
  return content !== undefined && /^[\s\0]*$/.test(content)
}
