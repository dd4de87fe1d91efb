// Draws the pages of a PDF that were changed after one of its signatures: as they were signed, as they are now, and where the two differ.

import { Problem } from '../domain/problem'
import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf } from '../signature/pdf/form'
import { Ref } from '../signature/pdf/objects'
import { pageAt, rectOf, type PageGeometry, type Rect } from '../signature/pdf/pages'
import { drawingOf, pngOf, type Drawing, type Drawn } from '../signature/pdf/picture'
import { upTo, type Source } from '../signature/pdf/source'
import { ruleOf, type Change } from '../validation/change-kinds'
import { changesIn } from '../validation/changes'
import { signedFields } from '../validation/signed-fields'
import { readable } from '../validation/validation-material'
import { Differences, type Box } from './differences'

/** `signedBytes`: where the signed revision ends. `from`: the first page that is asked for. */
export type Compared = { signedBytes: number; from: number }

/** `change`: what was changed there, where it is known. */
type Mark = Box & { change: Change | null }
type ComparedPage = {
  page: number
  /** PNGs. Null where the page was added, or is gone. */
  before: Uint8Array | null
  now: Uint8Array | null
  marks: readonly Mark[]
  /** Changes on this page that show nothing. */
  unseen: readonly Change[]
}
/** `next`: the page at which the rest begins; null where there is none. */
export type Comparison = { pages: readonly ComparedPage[]; next: number | null }

const SIZE = { width: 900, mostPixels: 1_300_000 }
/** Pages in one answer, and pages that are drawn to find them. */
const MOST_SHOWN = 4
const MOST_DRAWN = 12

export async function comparePages(source: Source, { signedBytes, from }: Compared): Promise<Comparison> {
  const document = new PdfDocument(source)
  const { signed, judged } = signedFields(document)
  const field = signed.find(({ covered }) => covered.end === signedBytes)
  if (!field) throw new Problem('NOT_FOUND.signed_revision')
  const changes = changesIn(document, { signed, judged })(field).filter(({ kind }) => ruleOf(kind) !== 'always')
  document.budget.check()
  if (changes.length === 0) return { pages: [], next: null }
  const before = await drawingOf(upTo(source, signedBytes))
  const now = await drawingOf(source)
  const widgets = new Widgets(document)
  const pages: ComparedPage[] = []
  let drawn = 0
  for (const page of pagesIn(changes, Math.max(before.pages, now.pages))) {
    if (page < from) continue
    if (pages.length === MOST_SHOWN || drawn === MOST_DRAWN) return { pages, next: page }
    drawn++
    const compared = await comparedPage({ page, before, now }, changes, widgets)
    if (compared) pages.push(compared)
  }
  return { pages, next: null }
}

/** A change without a page may show on any. */
function pagesIn(changes: readonly Change[], count: number): number[] {
  const named = new Set(changes.map(({ page }) => page))
  return Array.from({ length: count }, (_, index) => index + 1).filter((page) => named.has(undefined) || named.has(page))
}

async function comparedPage(
  { page, before, now }: { page: number; before: Drawing; now: Drawing },
  changes: readonly Change[],
  widgets: Widgets,
): Promise<ComparedPage | null> {
  const drawnOf = (drawing: Drawing): Promise<Drawn> | null => (page <= drawing.pages ? drawing.page(page - 1, SIZE) : null)
  const [old, later] = [await drawnOf(before), await drawnOf(now)]
  const pictures = { before: old && (await pngOf(old)), now: later && (await pngOf(later)) }
  const here = changes.filter((change) => change.page === page)
  if (!old || !later) return { page, ...pictures, marks: [], unseen: here }
  const differences = new Differences(old, later)
  if (!differences.some && here.length === 0) return null
  const marks: Mark[] = here.flatMap((change) =>
    widgets
      .boxesOf(change)
      .filter((box) => differences.takeOut(box))
      .map((box) => ({ ...box, change })),
  )
  const other = causeOf(
    here.filter((change) => marks.every((mark) => mark.change !== change)),
    changes,
  )
  marks.push(...differences.rest().map((box) => ({ ...box, change: other })))
  return { page, ...pictures, marks, unseen: here.filter((change) => marks.every((mark) => mark.change !== change)) }
}

/** What differs beside fields has one cause where only one change is left for it. */
function causeOf(left: readonly Change[], changes: readonly Change[]): Change | null {
  const [only, ...more] = left.length > 0 ? left : changes.filter(({ page }) => page === undefined)
  return only && more.length === 0 ? only : null
}

/** Where fields stand on their pages. */
class Widgets {
  private readonly numbers = new Map<string, number[]>()

  constructor(private readonly document: PdfDocument) {
    for (const { name, ref, dict } of readable(() => fieldsOf(document)) ?? []) {
      const kids = readable(() => document.array(dict.get('Kids'))) ?? []
      this.numbers.set(
        name,
        [ref, ...kids].flatMap((place) => (place instanceof Ref ? [place.number] : [])),
      )
    }
  }

  boxesOf({ page, field }: Change): Box[] {
    if (page === undefined || field === undefined) return []
    return (
      readable(() => {
        const { dict, geometry } = pageAt(this.document, page - 1)
        const listed = new Set(this.document.array(dict.get('Annots')).flatMap((place) => (place instanceof Ref ? [place.number] : [])))
        return (this.numbers.get(field) ?? [])
          .filter((number) => listed.has(number))
          .flatMap((number) => {
            const rect = rectOf(this.document, this.document.dict(new Ref(number, 0)).get('Rect'))
            return rect ? [shown(geometry, rect)] : []
          })
      }) ?? []
    )
  }
}

/** A rectangle of user space as the page shows it (ISO 32000-2, 14.11.2 and table 31, Rotate). */
function shown({ box: [left, bottom, right, top], rotation }: PageGeometry, rect: Rect): Box {
  const [x1, x2] = [(rect[0] - left) / (right - left), (rect[2] - left) / (right - left)]
  const [y1, y2] = [(top - rect[3]) / (top - bottom), (top - rect[1]) / (top - bottom)]
  const [width, height] = [x2 - x1, y2 - y1]
  switch (rotation) {
    case 0:
      return { x: x1, y: y1, width, height }
    case 90:
      return { x: 1 - y2, y: x1, width: height, height: width }
    case 180:
      return { x: 1 - x2, y: 1 - y2, width, height }
    case 270:
      return { x: y1, y: 1 - x2, width: height, height: width }
  }
}
