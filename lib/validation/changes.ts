// The changes to a document after it was signed: an allow-list of permitted ones; any other is a modification.

import type { PdfDocument } from '../signature/pdf/document'
import { differingKeys, sameObject } from '../signature/pdf/equal'
import { formOf } from '../signature/pdf/form'
import { Name, Ref, type Dict, type PdfObject } from '../signature/pdf/objects'
import { allPages, type Page } from '../signature/pdf/pages'
import { Visited } from '../signature/pdf/visited'
import { dangling, reachableIn, sameIn, touched } from './compare'
import { storeParts } from './validation-material'

type AllowedChange = 'validation_data' | 'document_timestamp' | 'signature' | 'signature_field' | 'form_fill' | 'metadata'

type ForbiddenChange =
  | 'HISTORY_REPLACED'
  | 'CATALOG_CHANGED'
  | 'PAGES_CHANGED'
  | 'PAGE_CONTENT_CHANGED'
  | 'ANNOTATIONS_CHANGED'
  | 'FORM_CHANGED'
  | 'SIGNATURE_REPLACED'
  | 'OBJECT_REMOVED'
  | 'HIDDEN_CONTENT_REVEALED'
  | 'UNEXPLAINED_CHANGE'
  | 'REVISION_UNREADABLE'

export type Changes = { allowed: AllowedChange[]; forbidden: ForbiddenChange[] }

/** Judges everything after byte `end`, compared with the document as it was when it ended there. Signatures may end at the same byte. */
export function changesIn(current: PdfDocument): (end: number) => Changes {
  const known = new Map<number, Changes>()
  return (end) => {
    const changes = known.get(end) ?? changesAfter(current, end)
    known.set(end, changes)
    return changes
  }
}

function changesAfter(current: PdfDocument, end: number): Changes {
  if (end === current.source.size) return { allowed: [], forbidden: [] }
  try {
    return new Comparison(current.revision(end), current).run()
  } catch {
    return { allowed: [], forbidden: ['REVISION_UNREADABLE'] }
  }
}

/** Keys of a field that change when it is filled in or signed. Its place on the page is not among them. */
const fillKeys = new Set(['V', 'AP', 'AS', 'M', 'MK', 'DA', 'F'])
const formKeys = new Set(['Fields', 'SigFlags', 'DR', 'DA'])
/** Keys that lead from a field to the page or the form above it; not followed. */
const upward = new Set(['P', 'Parent'])

class Comparison {
  private readonly allowed = new Set<AllowedChange>()
  private readonly forbidden = new Set<ForbiddenChange>()
  private readonly touched: Set<number>
  private readonly explained = new Set<number>()
  private readonly newFields = new Set<number>()
  /** Fields, and lists of fields and annotations, may be shared: each is judged once in each of its roles. */
  private readonly judged = { old: new Visited(), new: new Visited(), kids: new VisitedPairs(), annotations: new VisitedPairs() }
  private reached: ReadonlySet<number> | undefined

  constructor(
    private readonly before: PdfDocument,
    private readonly after: PdfDocument,
  ) {
    this.touched = touched(before, after)
  }

  run(): Changes {
    const { before, after } = this
    if (!after.sections.some(({ offset }) => offset === before.startxref)) this.forbidden.add('HISTORY_REPLACED')
    this.structure()
    this.catalog()
    this.pages()
    this.information()
    this.rest()
    return { allowed: [...this.allowed], forbidden: [...this.forbidden] }
  }

  private isNew(number: number): boolean {
    return this.touched.has(number) && !this.before.defines(number)
  }

  /** Cross-reference and object streams are structure of the file, not content. */
  private structure(): void {
    for (const number of this.touched) {
      if (!this.isNew(number)) continue
      const location = this.after.location(number)
      const value = location?.kind === 'plain' ? this.after.get(new Ref(number, 0)) : null
      const type = value instanceof Map ? value.get('Type') : null
      if (type instanceof Name && (type.value === 'XRef' || type.value === 'ObjStm')) this.explained.add(number)
    }
  }

  private catalog(): void {
    const { before, after } = this
    if (before.rootRef.number !== after.rootRef.number) this.forbidden.add('CATALOG_CHANGED')
    const old = before.root
    const now = after.root
    this.explained.add(after.rootRef.number)
    for (const key of differingKeys(old, now)) {
      if (key === 'DSS' || key === 'AcroForm') continue
      if (key === 'Extensions' || key === 'Version') this.explain(now.get(key))
      else if (key === 'Metadata') this.metadata(now.get(key))
      else this.forbidden.add('CATALOG_CHANGED')
    }
    this.validationData(now.get('DSS'))
    this.form(old.get('AcroForm'), now.get('AcroForm'))
  }

  private metadata(value: PdfObject | undefined): void {
    this.allowed.add('metadata')
    this.explain(value)
  }

  /** The DSS: its dictionaries and arrays may be rewritten; certificates, OCSP answers and CRLs may only be added. */
  private validationData(place: PdfObject | undefined): void {
    const { containers, items } = storeParts(this.after, place)
    this.explain(items)
    for (const { number } of containers) {
      if (!this.touched.has(number)) continue
      this.allowed.add('validation_data')
      this.explained.add(number)
    }
    if (!sameObject(this.before.root.get('DSS'), place)) this.allowed.add('validation_data')
  }

  private form(oldPlace: PdfObject | undefined, place: PdfObject | undefined): void {
    const { before, after } = this
    const old = formOf(before) ?? new Map<string, PdfObject>()
    const now = formOf(after) ?? new Map<string, PdfObject>()
    if (oldPlace instanceof Ref && place instanceof Ref && oldPlace.number !== place.number) this.forbidden.add('FORM_CHANGED')
    if (place instanceof Ref) this.explained.add(place.number)
    for (const key of differingKeys(old, now)) {
      if (!formKeys.has(key)) this.forbidden.add('FORM_CHANGED')
      else if (key !== 'Fields') this.explain(now.get(key))
    }
    // A list of the lists that are still to be compared: fields may stand in each other without end, and all readers show them.
    const open: FieldLists[] = [{ old: old.get('Fields'), now: now.get('Fields') }]
    for (let lists = open.pop(); lists; lists = open.pop()) open.push(...this.fieldLists(lists))
  }

  /** Answers the lists of kids. */
  private fieldLists({ old: oldPlace, now: place }: FieldLists): FieldLists[] {
    if (!this.judged.kids.first(oldPlace, place)) return []
    const old = numbersOf(arrayOf(this.before, oldPlace))
    const now = numbersOf(arrayOf(this.after, place))
    if (place instanceof Ref) this.explained.add(place.number)
    const known = new Set(old)
    const still = new Set(now)
    if (old.some((number) => !still.has(number))) this.forbidden.add('FORM_CHANGED')
    for (const number of still) if (!known.has(number)) this.newField(number)
    return [...still].flatMap((number) => (known.has(number) ? this.oldField(number) : []))
  }

  /** Answers its lists of kids. */
  private oldField(number: number): FieldLists[] {
    const ref = new Ref(number, 0)
    if (!this.judged.old.first(ref)) return []
    const old = this.before.get(ref)
    const now = this.after.get(ref)
    if (!(old instanceof Map) || !(now instanceof Map)) return []
    if (this.touched.has(number)) this.changedField(number, old, now)
    return old.has('Kids') || now.has('Kids') ? [{ old: old.get('Kids'), now: now.get('Kids') }] : []
  }

  private changedField(number: number, old: Dict, now: Dict): void {
    const keys = differingKeys(old, now)
    this.explained.add(number)
    if (keys.some((key) => !fillKeys.has(key) && key !== 'Kids')) this.forbidden.add('FORM_CHANGED')
    const signed = this.before.get(old.get('V')) instanceof Map
    if (isSignatureField(this.after, now)) {
      if (signed && keys.length > 0) this.forbidden.add('SIGNATURE_REPLACED')
      else if (now.has('V')) this.signed(now)
    } else if (keys.length > 0) this.allowed.add('form_fill')
    for (const key of keys) if (fillKeys.has(key)) this.explain(now.get(key))
  }

  private newField(number: number): void {
    const ref = new Ref(number, 0)
    if (!this.judged.new.first(ref)) return
    const field = this.after.get(ref)
    if (!(field instanceof Map) || !this.isNew(number) || !isSignatureField(this.after, field)) {
      this.forbidden.add('FORM_CHANGED')
      return
    }
    this.newFields.add(number)
    this.signed(field)
    this.explain(ref)
    for (const kid of numbersOf(arrayOf(this.after, field.get('Kids')))) this.newFields.add(kid)
  }

  private signed(field: Dict): void {
    const value = this.after.get(field.get('V'))
    if (!(value instanceof Map)) this.allowed.add('signature_field')
    else {
      const type = value.get('Type')
      this.allowed.add(type instanceof Name && type.value === 'DocTimeStamp' ? 'document_timestamp' : 'signature')
    }
  }

  private pages(): void {
    const old = allPages(this.before)
    const now = allPages(this.after)
    if (old.length !== now.length || old.some((page, i) => page.ref.number !== now[i]?.ref.number)) {
      this.forbidden.add('PAGES_CHANGED')
      return
    }
    old.forEach((page, index) => {
      const other = now[index]
      if (other) this.page(page, other)
    })
  }

  private page(old: Page, now: Page): void {
    const keys = differingKeys(old.dict, now.dict)
    if (keys.some((key) => key !== 'Annots')) this.forbidden.add('PAGE_CONTENT_CHANGED')
    if (this.touched.has(now.ref.number)) this.explained.add(now.ref.number)
    const place = now.dict.get('Annots')
    if (place instanceof Ref && this.touched.has(place.number)) this.explained.add(place.number)
    else if (!keys.includes('Annots')) return
    if (!this.judged.annotations.first(old.dict.get('Annots'), place)) return
    const annotations = new Set(numbersOf(arrayOf(this.after, place)))
    const kept = new Set(numbersOf(arrayOf(this.before, old.dict.get('Annots'))))
    const added = [...annotations].filter((number) => !kept.has(number))
    const intact = [...kept].every((number) => annotations.has(number))
    if (!intact || added.some((number) => !this.newFields.has(number))) this.forbidden.add('ANNOTATIONS_CHANGED')
  }

  /** The document information dictionary describes the file and is no part of what the pages show. */
  private information(): void {
    const info = this.after.trailer.get('Info')
    if (!(info instanceof Ref) || !this.touched.has(info.number)) return
    if (sameIn(this.before, this.after, info.number)) return
    this.explained.add(info.number)
    this.allowed.add('metadata')
  }

  private rest(): void {
    const unknown = this.touchedNew().length > 0 ? dangling(this.before) : new Set<number>()
    for (const number of this.touched) {
      const gone = !this.after.defines(number)
      if (gone && this.before.defines(number)) this.forbidden.add('OBJECT_REMOVED')
      // A signed page may name an object that did not exist yet: defining it later would change what the page shows.
      if (unknown.has(number) && !gone) this.forbidden.add('HIDDEN_CONTENT_REVEALED')
      if (gone || this.explained.has(number)) continue
      if (this.before.defines(number) && sameIn(this.before, this.after, number)) continue
      // What a field showed before it was signed stays behind in the file; nothing leads to it any more, so it changes nothing.
      if (this.isNew(number) && !this.reachable().has(number)) continue
      this.forbidden.add('UNEXPLAINED_CHANGE')
    }
  }

  /** Objects that the current document refers to; collected only when a change is still unexplained. */
  private reachable(): ReadonlySet<number> {
    return (this.reached ??= reachableIn(this.after))
  }

  private touchedNew(): number[] {
    return [...this.touched].filter((number) => this.isNew(number))
  }

  /** Marks new objects that an allowed value leads to as explained. Objects that existed before are never explained that way. */
  private explain(value: PdfObject | undefined): void {
    const open: PdfObject[] = [value ?? null]
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      if (object instanceof Ref) {
        if (!this.isNew(object.number) || this.explained.has(object.number)) continue
        this.explained.add(object.number)
        open.push(this.after.get(object))
      } else if (Array.isArray(object)) for (const item of object) open.push(item)
      else if (object instanceof Map) for (const [key, item] of object) if (!upward.has(key)) open.push(item)
    }
  }
}

/** A list of fields, or of kids of a field, in both revisions. */
type FieldLists = { old: PdfObject | undefined; now: PdfObject | undefined }

/** Remembers which objects were compared with which. */
class VisitedPairs {
  private readonly pairs = new Set<string>()

  first(old: PdfObject | undefined, now: PdfObject | undefined): boolean {
    if (!(old instanceof Ref) || !(now instanceof Ref)) return true
    const pair = `${old.number} ${now.number}`
    if (this.pairs.has(pair)) return false
    this.pairs.add(pair)
    return true
  }
}

function isSignatureField(document: PdfDocument, field: Dict): boolean {
  const type = document.get(field.get('FT'))
  return type instanceof Name && type.value === 'Sig'
}

function arrayOf(document: PdfDocument, place: PdfObject | undefined): PdfObject[] {
  const value = document.get(place)
  return Array.isArray(value) ? value : []
}

function numbersOf(items: readonly PdfObject[]): number[] {
  return items.filter((item) => item instanceof Ref).map((ref) => ref.number)
}
