// The interactive form (ISO 32000-2, 12.7): finds signature fields, and adds new ones without disturbing the others.

import type { PdfDocument } from './document'
import { copyOf, Name, PdfString, Ref, stringText, type Dict, type PdfObject } from './objects'
import { rectOf, type Page } from './pages'
import { damaged, tooComplex } from './problem'
import type { Update } from './update'
import { Visited } from './visited'

export type Field = {
  ref: Ref
  dict: Dict
  /** Fully qualified: the names of the ancestors and its own, joined by dots. */
  name: string
  type: string | undefined
  /** The value in force, which may come from an ancestor. */
  value: PdfObject
}

const deepestForm = 32
const mostFields = 50_000
/** Characters. The longest real ones, of converted XFA forms, have some hundreds. */
const longestName = 8192
/** Signatures exist; the file may only be appended to (table 225). */
const signaturesExistAppendOnly = 3

export function formOf(document: PdfDocument): Dict | undefined {
  const form = document.get(document.root.get('AcroForm'))
  return form instanceof Map ? form : undefined
}

/** All terminal fields, in the order of the form. */
export function fieldsOf(document: PdfDocument): Field[] {
  const form = formOf(document)
  if (!form) return []
  const found: Field[] = []
  const seen = new Set<number>()
  const visited = new Visited()
  const names = new NamedKids(document)
  const walk = (object: PdfObject, above: Omit<Field, 'ref' | 'dict'>, depth: number): void => {
    // A field that is not an indirect object cannot be signed later; ISO 32000-2 7.7.3 has none.
    if (!(object instanceof Ref) || seen.has(object.number)) return
    if (depth > deepestForm || seen.size > mostFields) throw tooComplex('form too large')
    seen.add(object.number)
    const field = document.get(object)
    if (!(field instanceof Map)) return
    const type = document.get(field.get('FT'))
    const here = {
      name: qualified(document, above.name, document.get(field.get('T'))),
      type: type instanceof Name ? type.value : above.type,
      value: field.get('V') ?? above.value,
    }
    const kids = field.get('Kids')
    if (!names.among(kids)) found.push({ ref: object, dict: field, ...here })
    // An array that another field has too: its kids were walked with that one.
    else if (visited.first(kids)) for (const kid of document.array(kids)) if (names.has(kid)) walk(kid, here, depth + 1)
  }
  for (const field of document.array(form.get('Fields'))) walk(field, { name: '', type: undefined, value: null }, 0)
  return found
}

/** Kids without a name of their own are the field's widgets, not fields. Remembers the answers: fields may share their kids. */
class NamedKids {
  private readonly arrays = new Map<number, boolean>()

  constructor(private readonly document: PdfDocument) {}

  has(kid: PdfObject): boolean {
    const field = this.document.get(kid)
    return field instanceof Map && field.has('T')
  }

  among(kids: PdfObject | undefined): boolean {
    const place = kids instanceof Ref ? kids.number : undefined
    const known = place === undefined ? undefined : this.arrays.get(place)
    if (known !== undefined) return known
    const named = this.document.array(kids).some((kid) => this.has(kid))
    if (place !== undefined) this.arrays.set(place, named)
    return named
  }
}

export function qualified(document: PdfDocument, above: string, own: PdfObject): string {
  // A string spells a character with up to eight bytes.
  const spelled = own instanceof PdfString ? own.raw.length / 8 : 0
  if (spelled > longestName) throw tooComplex('name of a field')
  const part = own instanceof PdfString ? stringText(own) : ''
  const name = [above, part].filter(Boolean).join('.')
  if (name.length > longestName) throw tooComplex('name of a field')
  document.budget.spend('names', name.length + spelled)
  return name
}

export function signatureFields(document: PdfDocument): Field[] {
  return fieldsOf(document).filter((field) => field.type === 'Sig')
}

/** The signature dictionary of a signed field, or undefined. */
export function signatureOf(document: PdfDocument, field: Field): Dict | undefined {
  const value = document.get(field.value)
  return value instanceof Map ? value : undefined
}

/** A field without extent is an invisible signature (12.7.5.5): there is nothing to draw on. */
export function isVisible(document: PdfDocument, { dict }: Field): boolean {
  const rect = rectOf(document, dict.get('Rect'))
  return rect !== undefined && rect[0] < rect[2] && rect[1] < rect[3]
}

/** Adds fields that are their own widgets: to the form, and to the page on which each stands. */
export function addFields(update: Update, fields: readonly { page: Page; field: Dict }[]): Ref[] {
  const refs = fields.map(({ page, field }) => {
    const ref = update.add(new Map([...field, ['P', page.ref]]))
    const dict = update.copy(page.ref)
    if (append(update, dict, 'Annots', [ref])) update.set(page.ref, dict)
    return ref
  })
  const root = update.copy(update.document.rootRef)
  const place = root.get('AcroForm')
  const existing = update.current(place)
  const form: Dict = existing instanceof Map ? copyOf(existing) : new Map()
  const listed = append(update, form, 'Fields', refs)
  const flags = update.current(form.get('SigFlags'))
  const marked = typeof flags === 'number' && (flags & signaturesExistAppendOnly) === signaturesExistAppendOnly
  if (!marked) form.set('SigFlags', signaturesExistAppendOnly)
  if (marked && !listed) return refs
  if (place instanceof Ref) update.set(place, form)
  else {
    root.set('AcroForm', update.add(form))
    update.set(update.document.rootRef, root)
  }
  return refs
}

/**
 * Readers that draw the fields anew leave out the marks of signatures (12.7.3). Where each field has its appearance, nobody has to draw any;
 * where one has none, its value would vanish.
 */
export function endNeedOfAppearances(update: Update): void {
  const { document } = update
  const place = update.current(document.rootRef)
  const form = place instanceof Map ? place.get('AcroForm') : undefined
  if (!(form instanceof Ref) || update.current(update.copy(form).get('NeedAppearances')) !== true) return
  const fields = fieldsOf(document).filter(({ type }) => type !== 'Sig')
  const visited = new Visited()
  const drawn = fields.every(({ dict }) => widgetsOf(document, dict, visited).every((widget) => hasAppearance(document, widget)))
  if (!drawn) return
  const copy = update.copy(form)
  copy.delete('NeedAppearances')
  update.set(form, copy)
}

function widgetsOf(document: PdfDocument, field: Dict, visited: Visited): readonly Dict[] {
  if (!field.has('Kids')) return [field]
  // Fields may share their kids.
  if (!visited.first(field.get('Kids'))) return []
  const kids = document.array(field.get('Kids')).flatMap((kid) => {
    const widget = document.get(kid)
    return widget instanceof Map ? [widget] : []
  })
  document.budget.spend('steps', kids.length)
  return kids
}

function hasAppearance(document: PdfDocument, widget: Dict): boolean {
  const rect = rectOf(document, widget.get('Rect'))
  if (!rect || rect[0] === rect[2] || rect[1] === rect[3]) return true
  const appearance = document.get(widget.get('AP'))
  return appearance instanceof Map && document.get(appearance.get('N')) !== null
}

/** Adds items to an array. True if `owner` has changed; false if the array is an object of its own, which is changed instead. */
export function append(update: Update, owner: Dict, key: string, items: readonly PdfObject[]): boolean {
  const place = owner.get(key)
  const array = update.current(place)
  if (array !== null && !Array.isArray(array)) throw damaged('array expected')
  const longer = [...(array ?? []), ...items]
  if (place instanceof Ref && array !== null) {
    update.set(place, longer)
    return false
  }
  owner.set(key, longer)
  return true
}
