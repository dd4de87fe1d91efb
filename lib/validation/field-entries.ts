// What the entries of form fields and their widgets mean for a change: which are filled in, which are drawn, and which make a field of a widget.

import type { PdfDocument } from '../signature/pdf/document'
import { Name, type Dict, type PdfObject } from '../signature/pdf/objects'
import type { ChangeKind } from './change-kinds'

/** What a change of each of these keys is. The place of a field on its page is not among them. */
export const FILLED: ReadonlyMap<string, ChangeKind> = new Map([
  ['V', 'form_fill'],
  ['RV', 'form_fill'],
  ['I', 'form_fill'],
  ['AP', 'field_appearance'],
  ['AS', 'field_appearance'],
  ['MK', 'field_appearance'],
  ['DA', 'field_appearance'],
  ['Q', 'field_appearance'],
  ['M', 'field_appearance'],
  ['F', 'field_visibility'],
])
/** What a reader draws of a field. */
export const DRAWN: ReadonlySet<string> = new Set(['V', 'RV', 'AP', 'MK'])
/** Keys that lead to other fields, or above. */
export const LINKS: ReadonlySet<string> = new Set(['Kids', 'Parent', 'P'])

export const isNamed = (value: PdfObject | undefined, name: string): boolean => value instanceof Name && value.value === name

/** No annotation of another type, which readers draw though it has no appearance, and nothing that does something. */
export function isWidget(document: PdfDocument, field: Dict): boolean {
  const subtype = document.get(field.get('Subtype'))
  return (subtype === null || isNamed(subtype, 'Widget')) && !field.has('A') && !field.has('AA')
}

/** Nothing of what makes a field: a type or a value of its own would be shown as such. */
export function isOnlyWidget(document: PdfDocument, widget: Dict): boolean {
  const type = document.get(widget.get('FT'))
  return !['T', 'Kids', 'V', 'RV'].some((key) => widget.has(key)) && (type === null || isNamed(type, 'Sig'))
}

/** Of the flags of a field (ISO 32000-2, table 227): read-only, required, not to be exported. Programs set them when they lock a field that is signed. */
const CLOSING = 1 | 2 | 4

/** Whether nothing else was changed of its flags: the others say how its value is shown. */
export function isClosed(old: Dict, now: Dict): boolean {
  const [then, later] = [old.get('Ff') ?? 0, now.get('Ff') ?? 0]
  return typeof then === 'number' && typeof later === 'number' && ((then ^ later) & ~CLOSING) === 0
}
