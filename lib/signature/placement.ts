// The place of a signature field on a page: converted from the API's coordinates to the PDF's, or found automatically.

import { PdfDocument } from './pdf/document'
import { allPages, pageAt, pageCount, rectOf, type Page, type PageGeometry, type Rect } from './pdf/pages'
import { Ref } from './pdf/objects'
import { PdfProblem } from './pdf/problem'
import type { Source } from './pdf/source'

/**
 * The coordinates of the API: points (1/72 inch) from the TOP-LEFT corner of the page as it is displayed, after its
 * rotation and cropping; x grows to the right, y grows downwards. Only `toUserSpace` and `displayBoxOf` convert them.
 */
export type DisplayBox = { x: number; y: number; width: number; height: number }

/** Zero-based page and a rectangle in the page's user space (ISO 32000-2, 8.3.2.3). */
export type Place = { page: number; rect: Rect }

/** A field without size on the first page: an invisible signature. */
export const INVISIBLE: Place = { page: 0, rect: [0, 0, 0, 0] }

const smallest = { width: 30, height: 15 }
const slot = { width: 190, height: 58, gap: 10, margin: 36 }
/** A page as large as a poster has some hundreds; one may claim to be as large as a country. */
const mostSlots = 1000

/** Refuses boxes that leave the page or are too small to be read. */
export function toUserSpace(geometry: PageGeometry, box: DisplayBox): Rect {
  const numbers = [box.x, box.y, box.width, box.height]
  const inside =
    numbers.every(Number.isFinite) &&
    box.x >= 0 &&
    box.y >= 0 &&
    box.width >= smallest.width &&
    box.height >= smallest.height &&
    // Half a point of tolerance: callers often round page sizes.
    box.x + box.width <= geometry.width + 0.5 &&
    box.y + box.height <= geometry.height + 0.5
  if (!inside) {
    throw new PdfProblem(
      'FIELD_OUTSIDE_PAGE',
      `The signature field does not fit on its page, which is ${Math.round(geometry.width)} x ${Math.round(geometry.height)} points; ` +
        `a field is at least ${smallest.width} x ${smallest.height} points.`,
    )
  }
  const [left, bottom, right, top] = geometry.box
  const x0 = box.x / geometry.unit
  const y0 = box.y / geometry.unit
  const x1 = (box.x + box.width) / geometry.unit
  const y1 = (box.y + box.height) / geometry.unit
  switch (geometry.rotation) {
    case 0:
      return [left + x0, top - y1, left + x1, top - y0]
    case 90:
      return [left + y0, bottom + x0, left + y1, bottom + x1]
    case 180:
      return [right - x1, bottom + y0, right - x0, bottom + y1]
    case 270:
      return [right - y1, top - x1, right - y0, top - x0]
  }
}

/** The field of the API (page numbers from 1) as a place in the document. */
export function placeOf(source: Source, field: DisplayBox & { page: number }): Place {
  const document = new PdfDocument(source)
  if (!Number.isInteger(field.page) || field.page < 1 || field.page > pageCount(document)) {
    throw new PdfProblem('FIELD_OUTSIDE_PAGE', `The document has no page ${field.page}.`)
  }
  const { geometry } = pageAt(document, field.page - 1)
  return { page: field.page - 1, rect: toUserSpace(geometry, field) }
}

/**
 * A place for a signer without a requested one: slots along the foot of the last page, left to right and then upwards; the first that meets
 * neither a box already taken, nor an annotation of the document, nor its text where there is room for that. Where no page has room left, such as on
 * labels, the signature is invisible: a document can be signed by more people than its pages can show.
 */
export function automaticPlace(source: Source, taken: readonly Place[], lastPageText: readonly Rect[] = []): Place {
  const document = new PdfDocument(source)
  return (
    freePlace(document, taken, { annotations: true, lastPageText }) ??
    freePlace(document, taken, { annotations: true }) ??
    freePlace(document, taken, { annotations: false }) ??
    INVISIBLE
  )
}

type Avoided = { annotations: boolean; lastPageText?: readonly Rect[] }

/** Where annotations leave no room, a signature may cover them, but never the box of another signer. */
function freePlace(document: PdfDocument, taken: readonly Place[], avoid: Avoided): Place | undefined {
  const annotations = new Annotations(document)
  for (const { index, page } of lastPagesFirst(document)) {
    const occupied: Rect[] = taken.filter((place) => place.page === index).map(({ rect }) => rect)
    if (avoid.annotations) occupied.push(...annotations.on(page))
    if (avoid.lastPageText) occupied.push(...avoid.lastPageText)
    for (const box of slots(page.geometry)) {
      const rect = toUserSpace(page.geometry, box)
      document.budget.spend('steps', occupied.length)
      if (!occupied.some((other) => overlap(rect, other))) return { page: index, rect }
    }
    // The text of other pages is not known.
    if (avoid.lastPageText) return undefined
  }
  return undefined
}

/** The last page is nearly always free; only if it is not, the whole tree is read. */
function* lastPagesFirst(document: PdfDocument): Generator<{ index: number; page: Page }> {
  const last = pageCount(document) - 1
  if (last < 0) return
  yield { index: last, page: pageAt(document, last) }
  const pages = allPages(document)
  for (const [index, page] of [...pages.entries()].slice(0, last).reverse()) yield { index, page }
}

/** The boxes of annotations. Pages may share a list of them, which is then read once. */
class Annotations {
  private readonly lists = new Map<number, Rect[]>()

  constructor(private readonly document: PdfDocument) {}

  on({ dict }: Page): Rect[] {
    const place = dict.get('Annots')
    const known = place instanceof Ref ? this.lists.get(place.number) : undefined
    if (known) return known
    const { document } = this
    const boxes = document.array(place).flatMap((annotation) => {
      const entries = document.get(annotation)
      const rect = entries instanceof Map ? rectOf(document, entries.get('Rect')) : undefined
      return rect ? [rect] : []
    })
    if (place instanceof Ref) this.lists.set(place.number, boxes)
    return boxes
  }
}

function* slots({ width, height }: PageGeometry): Generator<DisplayBox> {
  const margin = Math.min(slot.margin, width / 12, height / 12)
  const box = { width: Math.min(slot.width, width - 2 * margin), height: Math.min(slot.height, height - 2 * margin) }
  if (box.width < smallest.width || box.height < smallest.height) return
  let made = 0
  for (let y = height - margin - box.height; y >= margin; y -= box.height + slot.gap) {
    for (let x = margin; x + box.width <= width - margin + 0.01; x += box.width + slot.gap) {
      if (++made > mostSlots) return
      yield { x, y, ...box }
    }
  }
}

function overlap(a: Rect, b: Rect): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/** The inverse, from a place to the API's coordinates, for the API and the review page. Pages from 1. */
export function displayBoxOf(source: Source, place: Place): DisplayBox & { page: number } {
  return displayBoxIn(pageAt(new PdfDocument(source), place.page).geometry, place)
}

/** The same where the geometry of the page is known. */
export function displayBoxIn(geometry: PageGeometry, { page, rect }: Place): DisplayBox & { page: number } {
  const [left, bottom, right, top] = geometry.box
  const [x0, y0, x1, y1] = rect
  const box = (x: number, y: number, width: number, height: number) => ({
    page: page + 1,
    x: x * geometry.unit,
    y: y * geometry.unit,
    width: width * geometry.unit,
    height: height * geometry.unit,
  })
  switch (geometry.rotation) {
    case 0:
      return box(x0 - left, top - y1, x1 - x0, y1 - y0)
    case 90:
      return box(y0 - bottom, x0 - left, y1 - y0, x1 - x0)
    case 180:
      return box(right - x1, y0 - bottom, x1 - x0, y1 - y0)
    case 270:
      return box(top - y1, right - x1, y1 - y0, x1 - x0)
  }
}
