// Writes one incremental update (ISO 32000-2, 7.5.6): changed objects, a cross-reference section of the kind that the file has, a trailer.

import { createHash } from 'node:crypto'
import type { PdfDocument } from './document'
import { copyOf, dict, hexString, name, PdfString, Raw, Ref, serialize, stringBytes, type Dict, type PdfObject } from './objects'
import { damaged } from './problem'

type Change = { generation: number; value: PdfObject; stream?: Buffer }
type Entry = { number: number; offset: number; generation: number }

/** `positions` tells where in the whole file each Raw value begins. */
export type Tail = { bytes: Buffer; positions: ReadonlyMap<Raw, number> }

export class Update {
  private readonly changes = new Map<number, Change>()
  private next: number

  constructor(readonly document: PdfDocument) {
    this.next = document.nextNumber
  }

  add(value: PdfObject): Ref {
    const number = this.next++
    this.changes.set(number, { generation: 0, value })
    return new Ref(number, 0)
  }

  addStream(entries: Dict, stream: Buffer): Ref {
    const number = this.next++
    this.changes.set(number, { generation: 0, value: new Map([...entries, ['Length', stream.length]]), stream })
    return new Ref(number, 0)
  }

  /** Replaces an object that is not a stream. */
  set(ref: Ref, value: PdfObject): void {
    this.changes.set(ref.number, { generation: ref.generation, value })
  }

  /** The object as this update leaves it. */
  current(object: PdfObject | undefined): PdfObject {
    if (!(object instanceof Ref)) return object ?? null
    const change = this.changes.get(object.number)
    return change ? change.value : this.document.get(object)
  }

  /** A copy to be altered and set again: objects that were read are never changed in place. */
  copy(object: PdfObject | undefined): Dict {
    const value = this.current(object)
    if (!(value instanceof Map)) throw damaged('dictionary expected')
    return copyOf(value)
  }

  write(): Tail {
    const out = new Output(this.document.source.size)
    const before = this.document.source.read(this.document.source.size - 1, 1)[0]
    if (before !== 10 && before !== 13) out.put('\n')
    const entries: Entry[] = []
    for (const [number, { generation, value, stream }] of this.changes) {
      entries.push({ number, offset: out.offset, generation })
      out.put(`${number} ${generation} obj\n`)
      out.object(value)
      if (stream) out.stream(stream)
      out.put('\nendobj\n')
    }
    const startxref = out.offset
    if (this.document.sections[0]?.kind === 'stream') this.writeStream(out, entries)
    else this.writeTable(out, entries)
    out.put(`startxref\n${startxref}\n%%EOF\n`)
    return { bytes: out.bytes(), positions: out.positions }
  }

  private trailer(out: Output): Dict {
    const trailer: Dict = dict({ Size: this.next, Prev: this.document.startxref })
    for (const key of ['Root', 'Info']) {
      const value = this.document.trailer.get(key)
      if (value !== undefined) trailer.set(key, value)
    }
    // ISO 32000-2 14.4: the first identifier never changes, the second one names this state of the file.
    const id = this.document.get(this.document.trailer.get('ID'))
    const [first] = Array.isArray(id) ? id : []
    const fresh = hexString(out.fingerprint())
    trailer.set('ID', [first instanceof PdfString ? hexString(stringBytes(first)) : fresh, fresh])
    return trailer
  }

  private writeTable(out: Output, entries: Entry[]): void {
    const trailer = this.trailer(out)
    out.put('xref\n')
    for (const run of runs(entries)) {
      out.put(`${run[0]?.number ?? 0} ${run.length}\n`)
      for (const { offset, generation } of run) {
        if (offset > 9_999_999_999) throw damaged('too large for a cross-reference table')
        out.put(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n\r\n`)
      }
    }
    out.put('trailer\n')
    out.object(trailer)
    out.put('\n')
  }

  private writeStream(out: Output, entries: Entry[]): void {
    const number = this.next++
    entries.push({ number, offset: out.offset, generation: 0 })
    const width = out.offset < 2 ** 32 ? 4 : 6
    const sections = runs(entries)
    const rows = Buffer.alloc(entries.length * (width + 3))
    sections.flat().forEach(({ offset, generation }, index) => {
      const at = index * (width + 3)
      rows[at] = 1
      rows.writeUIntBE(offset, at + 1, width)
      rows.writeUInt16BE(generation, at + 1 + width)
    })
    const trailer = this.trailer(out)
    trailer.set('Type', name('XRef'))
    trailer.set('W', [1, width, 2])
    trailer.set(
      'Index',
      sections.flatMap((run) => [run[0]?.number ?? 0, run.length]),
    )
    trailer.set('Length', rows.length)
    out.put(`${number} 0 obj\n`)
    out.object(trailer)
    out.stream(rows)
    out.put('\nendobj\n')
  }
}

/** The entries by number, in runs of consecutive numbers. */
function runs(entries: Entry[]): Entry[][] {
  entries.sort((a, b) => a.number - b.number)
  const result: Entry[][] = []
  for (const entry of entries) {
    const run = result.at(-1)
    if (run && run.at(-1)?.number === entry.number - 1) run.push(entry)
    else result.push([entry])
  }
  return result
}

class Output {
  readonly positions = new Map<Raw, number>()
  private readonly pieces: Buffer[] = []
  private pending = ''
  offset: number

  constructor(start: number) {
    this.offset = start
  }

  put(piece: string | Buffer | Raw): void {
    if (typeof piece === 'string') {
      this.pending += piece
      this.offset += piece.length
      return
    }
    this.flush()
    if (piece instanceof Raw) this.positions.set(piece, this.offset)
    const bytes = piece instanceof Raw ? piece.bytes : piece
    this.pieces.push(bytes)
    this.offset += bytes.length
  }

  object(value: PdfObject): void {
    serialize(value, (piece) => this.put(piece))
  }

  stream(bytes: Buffer): void {
    this.put('\nstream\n')
    this.put(bytes)
    this.put('\nendstream')
  }

  /** The file identifier: sixteen bytes derived from the content and position of the update. */
  fingerprint(): Buffer {
    const hash = createHash('sha256').update(String(this.offset))
    this.flush()
    for (const piece of this.pieces) hash.update(piece)
    return hash.digest().subarray(0, 16)
  }

  bytes(): Buffer {
    this.flush()
    return Buffer.concat(this.pieces)
  }

  private flush(): void {
    if (this.pending === '') return
    this.pieces.push(Buffer.from(this.pending, 'latin1'))
    this.pending = ''
  }
}
