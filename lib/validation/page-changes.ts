// What happened to the pages of a document: their content, and the annotations on them.

import { differingKeys, sameObject } from '../signature/pdf/equal'
import { Name, Ref, type PdfArray, type PdfObject } from '../signature/pdf/objects'
import { allPages, type Page } from '../signature/pdf/pages'
import { Visited } from '../signature/pdf/visited'
import type { Place } from './change-kinds'
import { arrayOf, ComparedPairs, type Comparing } from './comparing'
import type { FieldChanges } from './field-changes'

/** Keys of a page that lead away from what it shows: to its threads, actions, metadata, and to the tree of pages, which is compared by itself. */
const DESCRIBING: ReadonlySet<string> = new Set(['Annots', 'Parent', 'B', 'AA', 'Metadata', 'PieceInfo', 'AF', 'DPart', 'PresSteps'])
const PAGES: Place = { kind: 'pages' }

export class PageChanges {
  private readonly old: readonly Page[]
  private readonly now: readonly Page[]
  private readonly lists = new ComparedPairs()
  private readonly annotations = new Visited()
  private readonly pageOfWidget = new Map<number, number>()

  constructor(private readonly comparing: Comparing) {
    const { before, after, ruled } = comparing
    this.old = allPages(before)
    this.now = allPages(after)
    for (const { ref } of this.old) ruled.add(ref.number)
    const listed = new Visited()
    for (const [index, { dict }] of this.now.entries()) {
      if (!listed.first(dict.get('Annots'))) continue
      for (const item of arrayOf(after, dict.get('Annots'))) {
        if (item instanceof Ref && !this.pageOfWidget.has(item.number)) this.pageOfWidget.set(item.number, index + 1)
      }
    }
  }

  /** The page, counted from 1, on which an annotation stands. */
  readonly pageOf = (annotation: number): number | undefined => this.pageOfWidget.get(annotation)

  compare(fields: FieldChanges): void {
    this.tree()
    const { old, now } = this
    if (old.length !== now.length || old.some((page, i) => page.ref.number !== now[i]?.ref.number)) return this.comparing.report(PAGES)
    for (const [index, page] of old.entries()) {
      const other = now[index]
      if (other) this.page(page, other, { number: index + 1, fields })
    }
  }

  /** The nodes above the pages, with what pages inherit from them. Both trees were found to end when their pages were listed. */
  private tree(): void {
    const { before, difference, ruled, territories, report } = this.comparing
    const root = before.root.get('Pages')
    if (!sameObject(root, this.comparing.after.root.get('Pages'))) report(PAGES)
    const open: PdfObject[] = [root ?? null]
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const node = before.get(place)
      if (!(node instanceof Map) || !node.has('Kids')) continue
      if (place instanceof Ref) {
        ruled.add(place.number)
        if (difference.changed(place.number)) report(PAGES)
      }
      const kids = node.get('Kids')
      if (kids instanceof Ref) {
        ruled.add(kids.number)
        if (difference.changed(kids.number)) report(PAGES)
      }
      for (const [key, value] of node) if (key !== 'Kids' && key !== 'Parent') territories.claim(value, PAGES, { drawn: true })
      open.push(...arrayOf(before, kids))
    }
  }

  private page(old: Page, now: Page, { number, fields }: { number: number; fields: FieldChanges }): void {
    const { difference, territories, report } = this.comparing
    const content: Place = { kind: 'page_content', page: number }
    for (const [key, value] of old.dict) {
      if (key !== 'Annots' && key !== 'Parent') territories.claim(value, content, { drawn: !DESCRIBING.has(key) })
    }
    const differing = difference.changed(now.ref.number) ? differingKeys(old.dict, now.dict).filter((key) => key !== 'Annots') : []
    // The order of the tabulator key becomes that of the structure, as PDF/UA asks (ISO 14289-1, 7.18.3).
    const byStructure = now.dict.get('Tabs')
    const tabs = byStructure instanceof Name && byStructure.value === 'S'
    if (differing.some((key) => key !== 'Tabs' || !tabs)) report(content)
    else if (differing.length > 0) report({ kind: 'structure_entry', page: number })
    this.annotationsOf(old.dict.get('Annots'), now.dict.get('Annots'), { place: { kind: 'annotation', page: number }, fields })
  }

  private annotationsOf(oldPlace: PdfObject | undefined, place: PdfObject | undefined, on: { place: Place; fields: FieldChanges }): void {
    if (!this.lists.first(oldPlace, place)) return
    const { before, after, ruled, difference, report } = this.comparing
    if (oldPlace instanceof Ref) ruled.add(oldPlace.number)
    const old = arrayOf(before, oldPlace)
    for (const item of old) this.annotation(item, on)
    const relisted = oldPlace instanceof Ref && difference.changed(oldPlace.number)
    if (!relisted && sameObject(oldPlace, place)) return
    const now = after.get(place)
    if (now !== null && !Array.isArray(now)) return report(on.place)
    this.listed(old, now ?? [], on)
  }

  /** Annotations keep their order, in which they are drawn; new ones may be widgets of new fields. */
  private listed(old: PdfArray, now: PdfArray, { place, fields }: { place: Place; fields: FieldChanges }): void {
    let next = 0
    for (const item of now) {
      if (next < old.length && sameObject(old[next], item)) next++
      else if (!(item instanceof Ref) || !fields.added.has(item.number)) this.comparing.report(place)
    }
    if (next < old.length) this.comparing.report(place)
  }

  /** One that was there before. Those of fields are judged with their fields. */
  private annotation(item: PdfObject, { place, fields }: { place: Place; fields: FieldChanges }): void {
    if (!this.annotations.first(item) || (item instanceof Ref && fields.has(item.number))) return
    const { before, difference, ruled, territories, report } = this.comparing
    if (item instanceof Ref) {
      ruled.add(item.number)
      if (difference.changed(item.number)) report(place)
    }
    const annotation = before.get(item)
    if (!(annotation instanceof Map)) return
    for (const [key, value] of annotation) territories.claim(value, place, { drawn: key === 'AP' || key === 'MK' })
  }
}
