// A PDF in the making, to be filled with structures that no honest program writes, but whose offsets are right, so that a reader follows them.

import { deflateSync } from 'node:zlib'

export type Layout = 'table' | 'stream' | 'packed'

type Stored = { body: string; stream?: Buffer }

export class Draft {
  /** Entries beside those that each file has. */
  readonly catalog = new Map<string, string>()
  readonly page = new Map([['MediaBox', '[0 0 300 300]']])
  readonly trailer = new Map<string, string>()
  /** Of the form, if there is one. */
  readonly form = new Map<string, string>()
  /** Pages after the first one. */
  readonly pages: number[] = []
  readonly fields: number[] = []
  private readonly unplaced = new Set<number>()
  private readonly objects: (Stored | undefined)[] = [undefined, undefined, undefined, undefined]

  constructor(readonly layout: Layout = 'table') {}

  /** A number for an object that others name before it is written. */
  reserve(): number {
    return this.objects.push(undefined) - 1
  }

  /** A number that the table calls in use, at the place 0. */
  nowhere(): number {
    const number = this.reserve()
    this.unplaced.add(number)
    return number
  }

  set(number: number, body: string): void {
    this.objects[number] = { body }
  }

  add(body: string): number {
    return this.objects.push({ body }) - 1
  }

  stream(entries: string, bytes: Buffer | string): number {
    const stream = Buffer.from(bytes as string, 'latin1')
    return this.objects.push({ body: `<< ${entries} /Length ${stream.length} >>`, stream }) - 1
  }

  deflated(entries: string, bytes: Buffer | string): number {
    return this.stream(`${entries} /Filter /FlateDecode`, deflateSync(bytes))
  }

  addPage(entries: string): void {
    this.pages.push(this.add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] ${entries} >>`))
  }

  bytes(): Buffer {
    const pages = [3, ...this.pages]
    if (this.fields.length > 0) this.catalog.set('AcroForm', `<< /Fields [${references(this.fields)}] ${entriesOf(this.form)} >>`)
    this.objects[1] = { body: `<< /Type /Catalog /Pages 2 0 R ${entriesOf(this.catalog)} >>` }
    this.objects[2] ??= { body: `<< /Type /Pages /Count ${pages.length} /Kids [${references(pages)}] >>` }
    this.objects[3] ??= { body: `<< /Type /Page /Parent 2 0 R ${entriesOf(this.page)} >>` }
    const out = new Writer(Buffer.from('%PDF-1.7\n', 'latin1'))
    const packed = this.layout === 'packed' ? this.pack() : new Map<number, Place>()
    const places = this.objects.map((object, number): Place => {
      const inside = packed.get(number)
      if (this.unplaced.has(number)) return { kind: 1, first: 0, second: 0 }
      if (inside || !object) return inside ?? { kind: 0, first: 0, second: 0 }
      return { kind: 1, first: out.object(number, object.body, object.stream), second: 0 }
    })
    if (this.layout === 'table') out.table(places, `/Root 1 0 R ${entriesOf(this.trailer)}`)
    else out.rows(places, `/Root 1 0 R ${entriesOf(this.trailer)}`)
    return out.bytes()
  }

  /** Moves all objects but streams into one object stream. */
  private pack(): Map<number, Place> {
    const numbers = this.objects.flatMap((object, number) => (object && !object.stream ? [number] : []))
    let at = 0
    const table = numbers.map((number) => {
      const entry = `${number} ${at}`
      at += (this.objects[number]?.body.length ?? 0) + 1
      return entry
    })
    const head = `${table.join(' ')} `
    const bodies = numbers.map((number) => this.objects[number]?.body ?? '').join('\n')
    const container = this.deflated(`/Type /ObjStm /N ${numbers.length} /First ${head.length}`, head + bodies)
    return new Map(numbers.map((number, index) => [number, { kind: 2, first: container, second: index }]))
  }
}

/** An entry of a cross-reference stream (ISO 32000-2, table 18): 1 is an offset, 2 an object stream and an index. */
export type Place = { kind: 0 | 1 | 2; first: number; second: number }

/** Appends objects and cross-reference sections to a file. */
export class Writer {
  private readonly parts: Buffer[]
  length: number

  constructor(before: Buffer) {
    this.parts = [before]
    this.length = before.length
  }

  put(text: string | Buffer): number {
    const at = this.length
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
    this.parts.push(bytes)
    this.length += bytes.length
    return at
  }

  object(number: number, body: string, stream?: Buffer): number {
    const at = this.put(`${number} 0 obj\n${body}`)
    if (stream) this.put(Buffer.concat([Buffer.from('\nstream\n'), stream, Buffer.from('\nendstream')]))
    this.put('\nendobj\n')
    return at
  }

  /** A cross-reference table of all objects from 0 on, as the end of the file. */
  table(places: readonly Place[], trailer: string): void {
    const rows = places.map(({ kind, first }) => `${String(first).padStart(10, '0')} ${kind === 1 ? '00000 n' : '65535 f'}\r\n`)
    const at = this.put(`xref\n0 ${places.length}\n${rows.join('')}trailer\n<< /Size ${places.length} ${trailer} >>\n`)
    this.end(at)
  }

  /** A cross-reference stream of all objects from 0 on, which is itself the object after them. */
  rows(places: readonly Place[], trailer: string): void {
    const at = this.length
    const all: Place[] = [...places, { kind: 1, first: at, second: 0 }]
    const rows = Buffer.alloc(7 * all.length)
    all.forEach(({ kind, first, second }, index) => {
      rows.writeUInt8(kind, 7 * index)
      rows.writeUInt32BE(first, 7 * index + 1)
      rows.writeUInt16BE(second & 0xffff, 7 * index + 5)
    })
    const stream = deflateSync(rows)
    const entries = `/Type /XRef /Size ${all.length} /W [1 4 2] /Filter /FlateDecode /Length ${stream.length} ${trailer}`
    this.object(places.length, `<< ${entries} >>`, stream)
    this.end(at)
  }

  /** An incremental update: objects written anew, and a table of them alone. */
  update(
    objects: ReadonlyMap<number, string>,
    { size, previous, trailer = '' }: { size: number; previous: number; trailer?: string },
  ): number {
    const rows = [...objects].map(([number, body]) => {
      const offset = this.object(number, body)
      return `${number} 1\n${String(offset).padStart(10, '0')} 00000 n\r\n`
    })
    const at = this.put(`xref\n${rows.join('')}trailer\n<< /Size ${size} /Root 1 0 R /Prev ${previous} ${trailer} >>\n`)
    this.end(at)
    return at
  }

  end(startxref: number): void {
    this.put(`startxref\n${startxref}\n%%EOF\n`)
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts)
  }
}

export const references = (numbers: readonly number[]): string => numbers.map((number) => `${number} 0 R`).join(' ')

/** The same reference many times. */
export const repeated = (number: number, times: number): string => `${number} 0 R `.repeat(times)

const entriesOf = (entries: ReadonlyMap<string, string>): string => [...entries].map(([key, value]) => `/${key} ${value}`).join(' ')

/** Where the last cross-reference section of a file stands. */
export function startxrefOf(pdf: Buffer): number {
  const tail = pdf.toString('latin1', pdf.length - 64)
  return Number(/startxref\s+(\d+)/.exec(tail)?.[1])
}
