// Where an annotation is shown: on the screen, on paper, or on both (ISO 32000-2, 12.5.3). Whoever signs reads a screen.

import type { PdfDocument } from './document'
import { Name, type Dict } from './objects'
import { rectOf } from './pages'

/** Flags of table 167. */
const HIDDEN = 2
const PRINT = 4
const NO_VIEW = 32
/** Types that readers draw although no appearance is given (table 171). Links, widgets and the rest need one. */
const DRAWN: ReadonlySet<string> = new Set(
  'Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Caret Stamp Ink FileAttachment Redact'.split(
    ' ',
  ),
)

/** What nobody who reads it on a screen has seen. PDF/A forbids it as well. */
export function isOnlyPrinted(document: PdfDocument, dictionary: Dict): boolean {
  const flags = flagsOf(document, dictionary)
  return (flags & PRINT) !== 0 && (flags & NO_VIEW) !== 0 && (flags & HIDDEN) === 0 && shows(document, dictionary)
}

/** What the paper lacks. */
export function isNeverPrinted(document: PdfDocument, dictionary: Dict): boolean {
  return (flagsOf(document, dictionary) & (PRINT | NO_VIEW | HIDDEN)) === 0 && shows(document, dictionary)
}

function flagsOf(document: PdfDocument, dictionary: Dict): number {
  const flags = document.get(dictionary.get('F'))
  return typeof flags === 'number' ? flags : 0
}

function shows(document: PdfDocument, dictionary: Dict): boolean {
  const type = document.get(dictionary.get('Subtype'))
  if (!(type instanceof Name) || type.value === 'Popup') return false
  const box = rectOf(document, dictionary.get('Rect'))
  if (!box || box[0] === box[2] || box[1] === box[3]) return false
  const appearance = document.get(dictionary.get('AP'))
  return DRAWN.has(type.value) || (appearance instanceof Map && document.get(appearance.get('N')) !== null)
}
