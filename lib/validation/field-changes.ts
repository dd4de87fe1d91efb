// What happened to the form of a document: fields filled in, hidden, signed or added, and what may never happen to them.

import { differingKeys, sameObject } from '../signature/pdf/equal'
import { formOf, qualified } from '../signature/pdf/form'
import { Name, Ref, type Dict, type PdfObject } from '../signature/pdf/objects'
import { carriedIn } from '../signature/trail/carried-trail'
import type { ChangeKind, Place } from './change-kinds'
import { arrayOf, ComparedPairs, type Comparing } from './comparing'
import { DRAWN, FILLED, isClosed, isNamed, isOnlyWidget, isWidget, LINKS } from './field-entries'
import { isDocumentTimestamp } from './signed-fields'
import { showsSomething } from './visible'

/** Keys of the form that are compared by themselves. */
const FORM_KEYS: ReadonlySet<string> = new Set(['Fields', 'SigFlags', 'DR', 'DA'])
const FORM: Place = { kind: 'form' }

/** What a field has from those above it. */
type Above = { name: string; type: string | undefined; signed: boolean; becomes: ChangeKind | undefined }
type Lists = { old: PdfObject | undefined; now: PdfObject | undefined; above: Above }
const TOP: Above = { name: '', type: undefined, signed: false, becomes: undefined }

export class FieldChanges {
  /** Widgets of signature fields that were added: their pages may list them. */
  readonly added = new Set<number>()
  /** Fields and widgets that were there before. */
  private readonly kept = new Set<number>()
  private readonly lists = new ComparedPairs()
  /** Readers draw each field anew (12.7.3), by fonts and defaults that were added: a field that is locked would show its value in another way. */
  private redrawn = false

  constructor(
    private readonly comparing: Comparing,
    private readonly pageOf: (widget: number) => number | undefined,
  ) {}

  /** Whether an annotation is judged as a field. */
  has(number: number): boolean {
    return this.kept.has(number)
  }

  compare(): void {
    const { before, after, ruled, territories, report } = this.comparing
    const oldPlace = before.root.get('AcroForm')
    const place = after.root.get('AcroForm')
    const old = formOf(before) ?? new Map<string, PdfObject>()
    const now = formOf(after) ?? new Map<string, PdfObject>()
    if (oldPlace instanceof Ref) ruled.add(oldPlace.number)
    if (oldPlace instanceof Ref && place instanceof Ref && oldPlace.number !== place.number) report(FORM)
    for (const key of differingKeys(old, now)) {
      if (!FORM_KEYS.has(key)) report(FORM)
      else if (key === 'DA') report({ kind: 'form_defaults' })
    }
    for (const [key, value] of old) if (!FORM_KEYS.has(key)) territories.claim(value, FORM, { drawn: false })
    const grown = this.resources(old.get('DR'), now.get('DR'))
    this.redrawn = (grown || !sameObject(old.get('DA'), now.get('DA'))) && before.get(old.get('NeedAppearances')) === true
    // A list of the lists that are still to be compared: fields may stand in each other without end, and all readers show them.
    const open: Lists[] = [{ old: old.get('Fields'), now: now.get('Fields'), above: TOP }]
    for (let lists = open.pop(); lists; lists = open.pop()) for (const more of this.compareLists(lists)) open.push(more)
  }

  /** What fields draw with: it may grow, and whether it did is answered. What is there stays, because readers may draw a field anew at any time. */
  private resources(oldPlace: PdfObject | undefined, place: PdfObject | undefined): boolean {
    const { before, after, ruled, territories, report } = this.comparing
    if (oldPlace instanceof Ref) ruled.add(oldPlace.number)
    const old = before.get(oldPlace)
    const now = after.get(place)
    let grown = !(old instanceof Map) && now instanceof Map
    for (const [category, part] of old instanceof Map ? old : []) {
      if (part instanceof Ref) ruled.add(part.number)
      const entries = before.get(part)
      const later = now instanceof Map ? after.get(now.get(category)) : null
      if (!(entries instanceof Map)) {
        territories.claim(part, FORM, { drawn: true })
        if (!sameObject(entries, later)) report(FORM)
        continue
      }
      for (const [name, entry] of entries) {
        territories.claim(entry, FORM, { drawn: true })
        if (!(later instanceof Map) || !sameObject(entry, later.get(name))) report(FORM)
      }
      grown ||= later instanceof Map && later.size > entries.size
    }
    if (old instanceof Map && now instanceof Map) grown ||= now.size > old.size
    if (grown) report({ kind: 'form_defaults' })
    return grown
  }

  /** Answers the lists of kids. */
  private compareLists({ old: oldPlace, now: place, above }: Lists): Lists[] {
    if (!this.lists.first(oldPlace, place)) return []
    const { before, after, ruled, territories, report } = this.comparing
    if (oldPlace instanceof Ref) ruled.add(oldPlace.number)
    const old = split(arrayOf(before, oldPlace))
    const now = split(arrayOf(after, place))
    if (!sameObject(old.direct, now.direct)) report(FORM)
    territories.claim(old.direct, FORM, { drawn: true })
    const known = new Set(old.numbers)
    const still = new Set(now.numbers)
    const deeper: Lists[] = []
    for (const number of known) {
      if (!still.has(number)) report(FORM)
      deeper.push(...this.oldField(number, above))
    }
    for (const number of still) if (!known.has(number)) this.newField(number, above)
    return deeper
  }

  /** Answers its list of kids. */
  private oldField(number: number, above: Above): Lists[] {
    if (this.kept.has(number)) return []
    this.kept.add(number)
    const { before, after, difference, ruled, report } = this.comparing
    ruled.add(number)
    const ref = new Ref(number, 0)
    const old = before.get(ref)
    const now = after.get(ref)
    if (!(old instanceof Map) || !(now instanceof Map)) {
      if (difference.changed(number)) report(FORM)
      return []
    }
    const value = after.get(now.get('V'))
    const type = this.typeOf(old) ?? above.type
    const here: Above = {
      name: qualified(before, above.name, before.get(old.get('T'))),
      type,
      signed: above.signed || (type === 'Sig' && before.get(old.get('V')) instanceof Map),
      becomes: value instanceof Map ? this.kindOf(number, value) : above.becomes,
    }
    if (!here.signed && value instanceof Map) this.carried(here.becomes, value, this.placed(number, now, here.name))
    this.claim(number, old, now, here)
    if (this.redrawn && type !== 'Sig') report({ kind: 'field_appearance', ...this.placed(number, now, here.name) })
    if (difference.changed(number)) this.changedField(number, { old, now }, here)
    return old.has('Kids') || now.has('Kids') ? [{ old: old.get('Kids'), now: now.get('Kids'), above: here }] : []
  }

  private changedField(number: number, { old, now }: { old: Dict; now: Dict }, field: Above): void {
    const { report } = this.comparing
    const at = this.placed(number, now, field.name)
    for (const key of differingKeys(old, now)) {
      if (key === 'Kids' || (key === 'Type' && isNamed(now.get(key), 'Annot'))) continue
      const filled = FILLED.get(key)
      if (key === 'Ff' && isClosed(old, now)) report({ kind: 'field_visibility', ...at })
      else if (field.type === 'Sig' && field.signed) report({ kind: 'signature_replaced', ...at })
      else if (filled === undefined) report({ kind: 'form', ...at })
      else report({ kind: field.type === 'Sig' ? this.signing(now, field) : filled, ...at })
    }
  }

  /** A field of a signature that was empty: what it is now. */
  private signing(widget: Dict, { becomes }: Above): ChangeKind {
    if (becomes === 'signature') return 'signature'
    return showsSomething(this.comparing.after, widget) ? 'visible_field' : (becomes ?? 'signature_field')
  }

  /** What the field shows may be written anew in its place, and is then the same change as another value. */
  private claim(number: number, old: Dict, now: Dict, field: Above): void {
    const { territories } = this.comparing
    const at = this.placed(number, now, field.name)
    for (const [key, value] of old) {
      if (LINKS.has(key)) continue
      const filled = FILLED.get(key) ?? 'form'
      let kind: ChangeKind = filled
      if (field.type === 'Sig' && filled !== 'form') kind = field.signed ? 'signature_replaced' : this.signing(now, field)
      // A signature of whose field nothing is drawn leads to its catalog, and not to what that shows.
      territories.claim(value, { kind, ...at }, { drawn: DRAWN.has(key) && !(field.type === 'Sig' && key === 'V') })
    }
  }

  private newField(number: number, above: Above): void {
    const { before, after, report } = this.comparing
    const field = after.get(new Ref(number, 0))
    const type = field instanceof Map ? (this.typeOf(field) ?? above.type) : undefined
    if (!(field instanceof Map) || before.defines(number) || type !== 'Sig' || this.added.has(number)) return report(FORM)
    const kids = arrayOf(after, field.get('Kids'))
    const widgets = kids.map((kid) => after.get(kid))
    const numbers = split(kids).numbers
    const own = qualified(after, '', after.get(field.get('T')))
    const name = qualified(after, above.name, after.get(field.get('T')))
    // A kid without a name is one more place at which the field above it is shown.
    const isField = above === TOP || own !== ''
    const plain =
      isWidget(after, field) && widgets.every((widget) => widget instanceof Map && isWidget(after, widget) && isOnlyWidget(after, widget))
    if (!isField || !plain || numbers.length !== kids.length || numbers.some((kid) => before.defines(kid))) report(FORM)
    const visible = [field, ...widgets].some((widget) => widget instanceof Map && showsSomething(after, widget))
    const value = after.get(field.get('V'))
    const kind = (value instanceof Map ? this.kindOf(number, value) : undefined) ?? 'signature_field'
    const shown = kind === 'signature' ? 'visible_signature' : 'visible_field'
    for (const widget of [number, ...numbers]) this.added.add(widget)
    report({ kind: visible ? shown : kind, ...this.placed(number, field, name) })
    if (value instanceof Map) this.carried(kind, value, this.placed(number, field, name))
  }

  /** An audit trail is a text in the dictionary of a signature that is judged, and no object of its own: nothing else comes with it. */
  private carried(kind: ChangeKind | undefined, signature: Dict, at: Omit<Place, 'kind'>): void {
    if (kind === 'signature' && carriedIn(signature)) this.comparing.report({ kind: 'audit_trail', ...at })
  }

  /** What the value of a field makes of it; undefined for what looks like a signature and is not judged as one. */
  private kindOf(field: number, signature: Dict): 'document_timestamp' | 'signature' | undefined {
    if (!this.comparing.judged.has(field)) return undefined
    return isDocumentTimestamp({ signature }) ? 'document_timestamp' : 'signature'
  }

  private typeOf(field: Dict): string | undefined {
    const type = this.comparing.after.get(field.get('FT'))
    return type instanceof Name ? type.value : undefined
  }

  /** Where the field stands, or the first of its widgets. */
  private placed(number: number, field: Dict, name: string): Omit<Place, 'kind'> {
    const [first] = split(arrayOf(this.comparing.after, field.get('Kids'))).numbers
    const page = this.pageOf(number) ?? (first === undefined ? undefined : this.pageOf(first))
    return { ...(page === undefined ? {} : { page }), field: name }
  }
}

function split(items: readonly PdfObject[]): { numbers: number[]; direct: PdfObject[] } {
  const numbers: number[] = []
  const direct: PdfObject[] = []
  for (const item of items) {
    if (item instanceof Ref) numbers.push(item.number)
    else direct.push(item)
  }
  return { numbers, direct }
}
