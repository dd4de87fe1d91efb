// Finds the place of a signature field with an anchor: at the first occurrence of its text, in reading order.

import { PdfDocument } from '../pdf/document'
import { pageAt } from '../pdf/pages'
import type { Source } from '../pdf/source'
import { displayBoxIn, INVISIBLE, toUserSpace, type DisplayBox, type Place } from '../placement'
import type { FoundText } from './find-texts'

/** In points, as the page is displayed. The offsets lead from the text's left and bottom edge to those of the box, right and upwards. */
export type Anchor = { text: string; xOffset: number; yOffset: number; width: number; height: number }

/**
 * `cover` is the part of the box that the text takes, which the mark covers: in points from the box's left and bottom edge. `note` is for
 * people. It never repeats the text, which may be personal data.
 */
export type AnchorPlacement = { found: boolean; occurrences: number; note: string | null; cover: DisplayBox | null }

/** Points between the bottom edges of two texts that still stand on one line. */
const SAME_LINE = 2

export function anchorPlace(source: Source, anchor: Anchor, { count, shown }: FoundText): { place: Place; placement: AnchorPlacement } {
  if (shown.length === 0) {
    const note = 'The text was not found in the document; the signature is applied invisibly.'
    return { place: INVISIBLE, placement: { found: false, occurrences: 0, note, cover: null } }
  }
  const page = shown.reduce((lowest, occurrence) => Math.min(lowest, occurrence.page), Infinity)
  const { geometry } = pageAt(new PdfDocument(source), page)
  const onPage = shown.filter((occurrence) => occurrence.page === page).map((occurrence) => displayBoxIn(geometry, occurrence))
  const first = onPage.reduce((best, box) => (inReadingOrder(box, best) < 0 ? box : best))
  const wanted = boxAt(first, anchor)
  const box = movedIntoPage(wanted, geometry)
  const cover = {
    x: first.x - box.x,
    y: box.y + box.height - (first.y + first.height),
    width: first.width,
    height: first.height,
  }
  const notes = [
    ...(count > 1 ? [`The text occurs ${count} times; the signature stands at the first.`] : []),
    ...(Math.abs(wanted.x - box.x) + Math.abs(wanted.y - box.y) > 0.5 ? ['The box was moved so that it stays on its page.'] : []),
    ...(within(cover, box) ? [] : ['The box does not cover the whole text.']),
  ]
  return {
    place: { page, rect: toUserSpace(geometry, box) },
    placement: { found: true, occurrences: count, note: notes.length === 0 ? null : notes.join(' '), cover },
  }
}

function inReadingOrder(a: DisplayBox, b: DisplayBox): number {
  const down = a.y + a.height - (b.y + b.height)
  return Math.abs(down) > SAME_LINE ? down : a.x - b.x
}

function boxAt(text: DisplayBox, { xOffset, yOffset, width, height }: Anchor): DisplayBox {
  return { x: text.x + xOffset, y: text.y + text.height - yOffset - height, width, height }
}

/** Moves a box into its page, and cuts one that is larger. Texts near an edge are common and no reason to refuse the request. */
function movedIntoPage(box: DisplayBox, page: { width: number; height: number }): DisplayBox {
  const width = Math.min(box.width, page.width)
  const height = Math.min(box.height, page.height)
  return { width, height, x: clamp(box.x, page.width - width), y: clamp(box.y + box.height - height, page.height - height) }
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), Math.max(most, 0))
}

function within(cover: DisplayBox, box: DisplayBox): boolean {
  return cover.x >= -0.5 && cover.y >= -0.5 && cover.x + cover.width <= box.width + 0.5 && cover.y + cover.height <= box.height + 0.5
}
