// A revision that anybody can append to a PDF, of objects and trailers that the product's own writer would never write.

import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf, type Field } from '../signature/pdf/form'
import { Name, PdfString, Ref, serialize, type Dict, type PdfObject } from '../signature/pdf/objects'
import { pageAt } from '../signature/pdf/pages'
import { memorySource } from '../signature/pdf/source'
import { startxrefOf, Writer } from './hostile/draft'

type Change = { value: PdfObject; stream?: Buffer | undefined; generation: number }

export class LaterRevision {
  readonly document: PdfDocument
  /** Entries beside Size and Prev. */
  readonly trailer: Dict
  private readonly changes = new Map<number, Change>()
  private next: number

  constructor(private readonly pdf: Buffer) {
    this.document = new PdfDocument(memorySource(pdf))
    this.next = this.document.nextNumber
    const kept = ['Root', 'Info', 'ID'].flatMap((key): [string, PdfObject][] => {
      const value = this.document.trailer.get(key)
      return value === undefined ? [] : [[key, value]]
    })
    this.trailer = new Map(kept)
  }

  set(ref: Ref, value: PdfObject, stream?: Buffer, generation = 0): void {
    this.changes.set(ref.number, { value, stream, generation })
  }

  add(value: PdfObject, stream?: Buffer): Ref {
    const ref = new Ref(this.next++, 0)
    this.set(ref, value, stream)
    return ref
  }

  /** Other entries of a dictionary that is an object of its own. A stream keeps its bytes. */
  alter(ref: Ref, entries: Readonly<Record<string, PdfObject>>): void {
    const change = this.changes.get(ref.number)
    const dict = new Map(change ? (change.value as Dict) : this.document.dict(ref))
    for (const [key, value] of Object.entries(entries)) dict.set(key, value)
    const isStream = this.document.indirect(ref.number)?.streamStart !== undefined
    this.set(ref, dict, change?.stream ?? (isStream ? this.document.storedStream(ref.number).bytes : undefined))
  }

  /** The same stream with other bytes, which are stored as they are. */
  rewrite(ref: Ref, bytes: string): void {
    const dict = new Map(this.document.dict(ref))
    dict.delete('Filter')
    dict.delete('DecodeParms')
    this.set(ref, dict, Buffer.from(bytes, 'latin1'))
  }

  get catalog(): Ref {
    return this.document.rootRef
  }

  page(index: number): Ref {
    return pageAt(this.document, index).ref
  }

  field(name: string): Field {
    const field = fieldsOf(this.document).find((candidate) => candidate.name === name)
    if (!field) throw new TypeError(`no field ${name}`)
    return field
  }

  /** A field of a signature on the first page, with what `entries` say of it beside. Its widgets are itself, or these kids. */
  addField(entries: Readonly<Record<string, PdfObject>>, kids?: readonly Ref[]): Ref {
    const own: Dict = new Map<string, PdfObject>([
      ['Type', new Name('Annot')],
      ['Subtype', new Name('Widget')],
      ['FT', new Name('Sig')],
      ['T', new PdfString(Buffer.from('(late)'))],
      ['F', 4],
      ['Rect', [0, 0, 300, 300]],
      ...Object.entries(entries),
    ])
    if (kids) own.set('Kids', [...kids])
    const field = this.add(own)
    this.show(kids ?? [field])
    const place = this.document.root.get('AcroForm')
    const form = new Map(this.document.dict(place))
    form.set('Fields', [...this.document.array(form.get('Fields')), field]).set('SigFlags', 3)
    if (place instanceof Ref) this.set(place, form)
    else this.alter(this.catalog, { AcroForm: form })
    return field
  }

  /** Annotations more on the first page. */
  show(annotations: readonly Ref[]): void {
    const page = this.page(0)
    this.alter(page, { Annots: [...this.document.array(this.document.dict(page).get('Annots')), ...annotations] })
  }

  /** The reference under these keys, from a dictionary on. */
  ref(start: PdfObject, ...keys: readonly string[]): Ref {
    let at: PdfObject = start
    for (const key of keys) at = this.document.dict(at).get(key) ?? null
    if (!(at instanceof Ref)) throw new TypeError(`no reference at ${keys.join('/')}`)
    return at
  }

  bytes(): Buffer {
    const out = new Writer(this.pdf)
    out.put('\n')
    const rows = [...this.changes].map(([number, { value, stream, generation }]) => {
      const at = out.put(`${number} ${generation} obj\n`)
      out.put(written(stream && value instanceof Map ? new Map(value).set('Length', stream.length) : value))
      if (stream) out.put(Buffer.concat([Buffer.from('\nstream\n'), stream, Buffer.from('\nendstream')]))
      out.put('\nendobj\n')
      return `${number} 1\n${String(at).padStart(10, '0')} ${String(generation).padStart(5, '0')} n\r\n`
    })
    const trailer = new Map<string, PdfObject>([['Size', this.next], ['Prev', startxrefOf(this.pdf)], ...this.trailer])
    const at = out.put(`xref\n${rows.join('')}trailer\n`)
    out.put(written(trailer))
    out.put('\n')
    out.end(at)
    return out.bytes()
  }
}

/** A PDF with a later revision. */
export function revised(pdf: Buffer, change: (revision: LaterRevision) => void): Buffer {
  const revision = new LaterRevision(pdf)
  change(revision)
  return revision.bytes()
}

function written(value: PdfObject): Buffer {
  const pieces: Buffer[] = []
  serialize(value, (piece) => {
    if (typeof piece === 'string') pieces.push(Buffer.from(piece, 'latin1'))
    else if (Buffer.isBuffer(piece)) pieces.push(piece)
  })
  return Buffer.concat(pieces)
}
