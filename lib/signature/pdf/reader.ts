// Parses objects at given offsets of a source through growing windows, and keeps those that were read last, for all revisions of a document.

import type { Budget } from './budget'
import { Kept } from './kept'
import type { Dict, PdfObject } from './objects'
import { Lexer, WindowTooSmall } from './lexer'
import { damaged, tooComplex } from './problem'
import type { Source } from './source'

const firstWindow = 4096
const largestObject = 16 << 20
/** Values of all objects that are kept: tens of megabytes. */
const mostKept = 1 << 19

export type IndirectObject = {
  number: number
  generation: number
  value: PdfObject
  /** How many values it is made of. */
  weight: number
  /** Where the bytes of the stream begin, if this is a stream. */
  streamStart?: number
  /** Where the object's text ends: before `stream` or `endobj`. */
  end: number
}

/** `bytes` is read when it is asked for: a stream may be most of the file, and often only its end matters. */
export type StoredStream = { dict: Dict; readonly bytes: Buffer; start: number; end: number }

export class Reader {
  /** By offset, which says what stands there in each revision: a file is only ever appended to. */
  private readonly objects = new Kept<number, IndirectObject>(mostKept)

  constructor(
    readonly source: Source,
    readonly budget: Budget,
  ) {}

  parse<T>(offset: number, parse: (lexer: Lexer) => T): T {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset >= this.source.size) throw damaged('offset outside the file')
    for (let window = firstWindow; ; window *= 4) {
      const last = offset + window >= this.source.size
      const lexer = new Lexer(this.source.read(offset, window), last)
      try {
        return parse(lexer)
      } catch (error) {
        if (!(error instanceof WindowTooSmall)) throw error
        this.budget.spend('bytes', lexer.bytes.length - lexer.at)
        if (last) throw damaged('unexpected end of file')
        if (window > largestObject) throw tooComplex('an object of many megabytes')
      } finally {
        this.spend(lexer.at, lexer.values)
      }
    }
  }

  /** Parses the object at a place inside of bytes that are in memory. */
  parseIn(bytes: Buffer, at: number): { value: PdfObject; weight: number } {
    const lexer = new Lexer(bytes, true)
    lexer.at = at
    try {
      return { value: lexer.object(), weight: lexer.values }
    } finally {
      this.spend(lexer.at - at, lexer.values)
    }
  }

  /** `number generation obj value`, and whether a stream follows. */
  indirect(offset: number): IndirectObject {
    const known = this.objects.get(offset)
    if (known) return known
    this.budget.spend('objects')
    const object = this.parse(offset, (lexer): IndirectObject => {
      lexer.skipWhite()
      const number = Number(lexer.token())
      lexer.skipWhite()
      const generation = Number(lexer.token())
      if (!Number.isInteger(number) || !Number.isInteger(generation)) throw damaged('no object at its offset')
      lexer.keyword('obj')
      // An object without a value is null to all readers.
      const value = lexer.comes('endobj') ? null : lexer.object()
      const weight = lexer.values
      const end = offset + lexer.at
      lexer.skipWhite()
      if (!(value instanceof Map) || lexer.token() !== 'stream') return { number, generation, value, weight, end }
      if (lexer.at + 2 > lexer.bytes.length) throw new WindowTooSmall()
      if (lexer.bytes[lexer.at] === 13) lexer.at++
      if (lexer.bytes[lexer.at] === 10) lexer.at++
      return { number, generation, value, weight, end, streamStart: offset + lexer.at }
    })
    this.objects.set(offset, object, object.weight + 8)
    return object
  }

  /** The stored bytes, and where they begin and end in the file. */
  streamBytes(object: IndirectObject, length: PdfObject): StoredStream {
    if (object.streamStart === undefined || !(object.value instanceof Map)) throw damaged('stream expected')
    const isLength = typeof length === 'number' && Number.isInteger(length) && length >= 0
    if (!isLength || object.streamStart + length > this.source.size) throw damaged('stream reaches beyond the file')
    const start = object.streamStart
    const { source, budget } = this
    return {
      dict: object.value,
      start,
      end: start + length,
      get bytes() {
        budget.spend('bytes', length)
        return source.read(start, length)
      },
    }
  }

  private spend(bytes: number, values: number): void {
    this.budget.spend('bytes', bytes)
    this.budget.spend('values', values)
  }
}
