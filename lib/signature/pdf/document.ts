// A PDF opened for reading. Objects are read when they are asked for, so that signing reads only those that it needs.

import { decoded } from './filters'
import { Lexer } from './lexer'
import { Ref, type Dict, type PdfArray, type PdfObject } from './objects'
import { damaged, PdfProblem } from './problem'
import { Reader, type IndirectObject, type StoredStream } from './reader'
import type { Source } from './source'
import { locate, readXref, sizeOf, type Section, type Xref } from './xref'

type Packed = { numbers: readonly number[]; offsets: readonly number[]; bytes: Buffer }

export class PdfDocument {
  readonly startxref: number
  readonly sections: readonly Section[]
  readonly trailer: Dict
  /** The first object number that no section of the file knows. */
  readonly nextNumber: number
  private readonly reader: Reader
  private readonly xref: Xref
  private readonly objects = new Map<number, PdfObject>()
  private readonly containers = new Map<number, Packed>()

  constructor(readonly source: Source) {
    this.reader = new Reader(source)
    this.xref = readXref(this.reader)
    const [newest] = this.xref.sections
    if (!newest) throw damaged('no cross-reference section')
    this.startxref = this.xref.startxref
    this.sections = this.xref.sections
    this.trailer = newest.trailer
    if (this.sections.some(({ trailer }) => trailer.has('Encrypt'))) {
      throw new PdfProblem(
        'PDF_ENCRYPTED',
        'This PDF is protected by a password or by permissions. Save a copy without protection and upload that.',
      )
    }
    let next = 1
    for (const { trailer, runs } of this.sections) {
      next = Math.max(next, sizeOf(trailer))
      for (const run of runs) next = Math.max(next, run.start + run.count)
    }
    this.nextNumber = next
  }

  /** The object behind a reference (null if there is none), or the object itself. */
  get(object: PdfObject | undefined): PdfObject {
    let value = object ?? null
    for (let hops = 0; value instanceof Ref; hops++) {
      if (hops > 8) throw damaged('a reference that leads nowhere')
      value = this.load(value.number)
    }
    return value
  }

  dict(object: PdfObject | undefined): Dict {
    const value = this.get(object)
    if (!(value instanceof Map)) throw damaged('dictionary expected')
    return value
  }

  /** An empty array stands for an absent one. */
  array(object: PdfObject | undefined): PdfArray {
    const value = this.get(object)
    if (value === null) return []
    if (!Array.isArray(value)) throw damaged('array expected')
    return value
  }

  get rootRef(): Ref {
    const root = this.trailer.get('Root')
    if (!(root instanceof Ref)) throw damaged('trailer without Root')
    return root
  }

  get root(): Dict {
    return this.dict(this.rootRef)
  }

  /** Whether any cross-reference section gives this object a place. */
  defines(number: number): boolean {
    const location = locate(this.xref, number)
    return location !== undefined && location.kind !== 'free'
  }

  location(number: number): ReturnType<typeof locate> {
    return locate(this.xref, number)
  }

  /** The object as it stands in the file; undefined if it is free or packed in an object stream. */
  indirect(number: number): IndirectObject | undefined {
    const location = locate(this.xref, number)
    return location?.kind === 'plain' ? this.plain(number, location.offset) : undefined
  }

  /** The bytes of a stream object, as stored. */
  storedStream(number: number): StoredStream {
    const object = this.indirect(number)
    if (!object || !(object.value instanceof Map)) throw damaged('stream expected')
    return this.reader.streamBytes(object, this.get(object.value.get('Length')))
  }

  /** The bytes of a stream object after its filter, which must be Flate or none. */
  stream(number: number): Buffer {
    const { dict, bytes } = this.storedStream(number)
    return decoded(bytes, dict, (value) => this.get(value))
  }

  private load(number: number): PdfObject {
    const known = this.objects.get(number)
    if (known !== undefined) return known
    const location = locate(this.xref, number)
    let value: PdfObject = null
    if (location?.kind === 'plain') value = this.plain(number, location.offset).value
    if (location?.kind === 'packed') value = this.packed(number, location.container, location.index)
    this.objects.set(number, value)
    return value
  }

  private plain(number: number, offset: number): IndirectObject {
    const object = this.reader.indirect(offset)
    if (object.number !== number) throw damaged('another object stands at this offset')
    return object
  }

  private packed(number: number, container: number, index: number): PdfObject {
    const { numbers, offsets, bytes } = this.container(container)
    const offset = offsets[index]
    if (offset === undefined || numbers[index] !== number) throw damaged('another object stands in this object stream')
    const lexer = new Lexer(bytes, true)
    lexer.at = offset
    return lexer.object()
  }

  private container(number: number): Packed {
    const known = this.containers.get(number)
    if (known) return known
    const object = this.indirect(number)
    if (!object || !(object.value instanceof Map)) throw damaged('object stream expected')
    // ISO 32000-2 7.5.7: neither an object stream nor its length may be packed in an object stream; reading it would never end.
    const length = object.value.get('Length')
    if (length instanceof Ref && locate(this.xref, length.number)?.kind === 'packed') throw damaged('packed stream length')
    const { dict, bytes: stored } = this.reader.streamBytes(object, this.get(length))
    const bytes = decoded(stored, dict, (value) => this.get(value))
    const first = dict.get('First')
    const count = dict.get('N')
    if (typeof first !== 'number' || typeof count !== 'number') throw damaged('object stream without N or First')
    const table = bytes
      .toString('latin1', 0, first)
      .trim()
      .split(/\s+/, 2 * count)
      .map(Number)
    const numbers = table.filter((_, index) => index % 2 === 0)
    const offsets = table.filter((_, index) => index % 2 === 1).map((offset) => first + offset)
    if (offsets.some((offset) => !(offset >= first && offset <= bytes.length))) throw damaged('object stream table is wrong')
    const packed = { numbers, offsets, bytes }
    this.containers.set(number, packed)
    return packed
  }
}
