// A PDF opened for reading. Objects are read when they are asked for, so that signing reads only those that it needs.

import { Budget } from './budget'
import { decoded } from './filters'
import { Kept } from './kept'
import { Ref, type Dict, type PdfArray, type PdfObject } from './objects'
import { damaged, PdfProblem } from './problem'
import type { Decipher } from './protection'
import { Reader, type IndirectObject, type StoredStream } from './reader'
import { upTo, type Source } from './source'
import { readXref, sizeOf, type Location, type Section, type Xref } from './xref'

/** An object stream: the numbers of its objects, and where they begin. */
type Packed = { numbers: readonly number[]; doubled: ReadonlySet<number>; offsets: readonly number[]; bytes: Buffer }
/** `weight`: how many values it is made of. */
type Read = { number: number; value: PdfObject; weight: number }

/** What all revisions of a document have in common, so that it is read once for all of them. */
type Shared = {
  reader: Reader
  sections: Map<number, Section>
  /** Object streams by where they begin and end, and their objects by that and their index. */
  containers: Kept<string, Packed>
  packed: Kept<string, Read>
  /** What each object refers to, by its place in the file. */
  targets: Map<string, readonly number[]>
}

/** Bytes of object streams that are kept inflated. */
const MOST_BYTES = 48 << 20
/** Values that are kept: of packed objects, and of those that a revision was asked for last. */
const MOST_PACKED = 1 << 19
const MOST_RECENT = 1 << 17

export class PdfDocument {
  readonly startxref: number
  readonly sections: readonly Section[]
  readonly trailer: Dict
  /** The first object number that no section of the file knows. */
  readonly nextNumber: number
  private readonly shared: Shared
  private readonly xref: Xref
  private readonly recent = new Kept<number, Read>(MOST_RECENT)
  private readonly containers = new Map<number, StoredStream>()

  /** `protection`: how an encrypted document is read. Only its unencrypted copy can be signed. */
  constructor(
    readonly source: Source,
    shared?: Shared,
    private readonly protection: 'refused' | 'as stored' | Decipher = 'refused',
  ) {
    this.shared = shared ?? {
      reader: new Reader(source, new Budget(source.size)),
      sections: new Map(),
      containers: new Kept(MOST_BYTES),
      packed: new Kept(MOST_PACKED),
      targets: new Map(),
    }
    this.xref = readXref(source, this.shared.reader, this.shared.sections, { exact: shared !== undefined })
    const [newest] = this.xref.sections
    if (!newest) throw damaged('no cross-reference section')
    this.startxref = this.xref.startxref
    this.sections = this.xref.sections
    this.trailer = newest.trailer
    if (protection === 'refused' && this.sections.some(({ trailer }) => trailer.has('Encrypt'))) {
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

  /** What may still be spent on reading this document, all its revisions together. */
  get budget(): Budget {
    return this.shared.reader.budget
  }

  /** The document as it was when it ended at byte `end`. */
  revision(end: number): PdfDocument {
    return new PdfDocument(upTo(this.source, end), this.shared, this.protection)
  }

  /** The object behind a reference (null if there is none), or the object itself. */
  get(object: PdfObject | undefined): PdfObject {
    let value = object ?? null
    for (let hops = 0; value instanceof Ref; hops++) {
      if (hops > 8) throw damaged('a reference that leads nowhere')
      this.budget.spend('steps')
      value = this.load(value.number)
    }
    return value
  }

  /** The number of the stream that a reference leads to; undefined where it leads to something else. */
  streamBehind(reference: Ref): number | undefined {
    // A circle of references is refused here.
    this.get(reference)
    let { number } = reference
    for (let value = this.load(number); value instanceof Ref; value = this.load(number)) {
      number = value.number
    }
    return this.indirect(number)?.streamStart === undefined ? undefined : number
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
    const location = this.location(number)
    return location !== undefined && location.kind !== 'free'
  }

  location(number: number): Location | undefined {
    return this.xref.locate(number)
  }

  /** The object as it stands in the file; undefined if it is free or packed in an object stream. */
  indirect(number: number): IndirectObject | undefined {
    const location = this.location(number)
    return location?.kind === 'plain' ? this.plain(number, location.offset) : undefined
  }

  /** The bytes of a stream object, as stored. */
  storedStream(number: number): StoredStream {
    const object = this.indirect(number)
    if (!object || !(object.value instanceof Map)) throw damaged('stream expected')
    return this.stored(object, this.get(object.value.get('Length')))
  }

  /** The bytes of a stream object after its filter, which must be Flate or none. */
  stream(number: number): Buffer {
    const { dict, bytes } = this.storedStream(number)
    return decoded(bytes, dict, this.budget, (value) => this.get(value))
  }

  /** At least `wanted` bytes of a stream, if it has as many: `first` of its stored bytes are tried, for few make many. */
  beginning(number: number, first: number, wanted: number): Buffer {
    const { dict, start, end } = this.storedStream(number)
    const stored = Math.min(first, end - start)
    this.budget.spend('bytes', stored)
    const plain = decoded(this.source.read(start, stored), dict, this.budget, (value) => this.get(value))
    return plain.length >= wanted || start + stored === end ? plain : this.stream(number)
  }

  /** The numbers of the objects that an object refers to. They are remembered for all revisions, so that each can be walked again. */
  targets(number: number): readonly number[] {
    const location = this.location(number)
    if (location === undefined || location.kind === 'free') return []
    const place = location.kind === 'plain' ? `${location.offset}` : placeIn(this.container(location.container), location.index)
    const known = this.shared.targets.get(place)
    if (known) return known
    const found = referencesIn(this.load(number))
    this.budget.spend('steps', found.length)
    this.shared.targets.set(place, found)
    return found
  }

  private load(number: number): PdfObject {
    const known = this.recent.get(number)
    if (known) return known.value
    const read = this.read(number)
    this.recent.set(number, read, read.weight)
    return read.value
  }

  private read(number: number): Read {
    const location = this.location(number)
    if (location?.kind === 'plain') return this.plain(number, location.offset)
    return location?.kind === 'packed' ? this.packed(number, location.container, location.index) : { number, value: null, weight: 1 }
  }

  private plain(number: number, offset: number): IndirectObject {
    const object = this.shared.reader.indirect(offset)
    if (object.number !== number) throw damaged('another object stands at this offset')
    if (object.end > this.source.size) throw damaged('an object beyond the end of its revision')
    return object
  }

  private stored(object: IndirectObject, length: PdfObject): StoredStream {
    const stored = this.shared.reader.streamBytes(object, length)
    if (stored.end > this.source.size) throw damaged('a stream beyond the end of its revision')
    const { protection } = this
    if (typeof protection === 'string') return stored
    const { dict, start, end } = stored
    return {
      ...{ dict, start, end },
      get bytes() {
        return protection.stream(object.number, object.generation, dict, stored.bytes)
      },
    }
  }

  private packed(number: number, container: number, index: number): Read {
    const stored = this.container(container)
    const place = placeIn(stored, index)
    const read = this.shared.packed.get(place) ?? this.unpacked(stored, index, place)
    if (read.number !== number) throw damaged('another object stands in this object stream')
    return read
  }

  private unpacked(stored: StoredStream, index: number, place: string): Read {
    const { numbers, doubled, offsets, bytes } = this.inflated(stored)
    const number = numbers[index]
    const offset = offsets[index]
    if (number === undefined || offset === undefined) throw damaged('no such object in this object stream')
    // Some readers go by the index of the cross-reference section, and some by the number: they would show two different files.
    if (doubled.has(number)) throw damaged('an object stands twice in its object stream')
    this.budget.spend('objects')
    const read = { number, ...this.shared.reader.parseIn(bytes, offset) }
    this.shared.packed.set(place, read, read.weight)
    return read
  }

  private container(number: number): StoredStream {
    const known = this.containers.get(number)
    if (known) return known
    const object = this.indirect(number)
    if (!object || !(object.value instanceof Map)) throw damaged('object stream expected')
    // ISO 32000-2 7.5.7: neither an object stream nor its length may be packed in an object stream; reading it would never end.
    const length = object.value.get('Length')
    if (length instanceof Ref && this.location(length.number)?.kind === 'packed') throw damaged('packed stream length')
    const stored = this.stored(object, this.get(length))
    this.containers.set(number, stored)
    return stored
  }

  private inflated(stored: StoredStream): Packed {
    const place = placeIn(stored)
    const known = this.shared.containers.get(place)
    if (known) return known
    const { dict } = stored
    // What is kept for all revisions must not depend on an object that one of them may have changed.
    for (const key of ['Filter', 'DecodeParms', 'First', 'N'])
      if (referencesIn(dict.get(key) ?? null).length > 0) throw damaged(`object stream with an indirect ${key}`)
    const bytes = decoded(stored.bytes, dict, this.budget, (value) => value)
    const first = dict.get('First')
    const count = dict.get('N')
    const possible = typeof first === 'number' && typeof count === 'number' && count >= 0 && first >= 0 && first <= 64 * (count + 1)
    if (!possible) throw damaged('object stream without N or First')
    this.budget.spend('values', 2 * count)
    const table = bytes
      .toString('latin1', 0, first)
      .trim()
      .split(/\s+/, 2 * count)
      .map(Number)
    const numbers = table.filter((_, index) => index % 2 === 0)
    const offsets = table.filter((_, index) => index % 2 === 1).map((offset) => first + offset)
    if (offsets.some((offset) => !(offset >= first && offset <= bytes.length))) throw damaged('object stream table is wrong')
    const seen = new Set<number>()
    const doubled = new Set(numbers.filter((number) => seen.size === seen.add(number).size))
    const packed = { numbers, doubled, offsets, bytes }
    this.shared.containers.set(place, packed, bytes.length + 16 * table.length)
    return packed
  }
}

/** Names the bytes of an object stream, or one of its objects, in whatever revision. */
const placeIn = ({ start, end }: StoredStream, index?: number): string => `${start} ${end} ${index ?? ''}`

/** The numbers of all references in an object, each once. */
export function referencesIn(object: PdfObject): number[] {
  const found = new Set<number>()
  const open: PdfObject[] = [object]
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (item instanceof Ref) found.add(item.number)
    else if (Array.isArray(item)) for (const inner of item) open.push(inner)
    else if (item instanceof Map) for (const inner of item.values()) open.push(inner)
  }
  return [...found]
}
