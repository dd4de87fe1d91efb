// Parses objects at given offsets of a source through growing windows, within a budget of work for the whole document.

import type { Dict, PdfObject } from './objects'
import { Lexer, WindowTooSmall } from './lexer'
import { damaged, tooComplex } from './problem'
import type { Source } from './source'

const firstWindow = 4096
const largestObject = 16 << 20

export type IndirectObject = {
  number: number
  generation: number
  value: PdfObject
  /** Where the bytes of the stream begin, if this is a stream. */
  streamStart?: number
  /** Where the object's text ends: before `stream` or `endobj`. */
  end: number
}

/** `bytes` is read when it is asked for: a stream may be most of the file, and often only its end matters. */
export type StoredStream = { dict: Dict; readonly bytes: Buffer; end: number }

export class Reader {
  /** Bytes that may still be parsed. Without a limit, objects that overlap would cost time by the square of the size of the file. */
  private budget: number

  constructor(readonly source: Source) {
    this.budget = (64 << 20) + 4 * source.size
  }

  parse<T>(offset: number, parse: (lexer: Lexer) => T): T {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset >= this.source.size) throw damaged('offset outside the file')
    for (let window = firstWindow; ; window *= 4) {
      const last = offset + window >= this.source.size
      const lexer = new Lexer(this.source.read(offset, window), last)
      try {
        return parse(lexer)
      } catch (error) {
        if (!(error instanceof WindowTooSmall)) throw error
        if (last) throw damaged('unexpected end of file')
        if (window > largestObject) throw tooComplex('an object of many megabytes')
      } finally {
        this.budget -= lexer.at
        if (this.budget < 0) throw tooComplex('too much to parse')
      }
    }
  }

  /** `number generation obj value`, and whether a stream follows. */
  indirect(offset: number): IndirectObject {
    return this.parse(offset, (lexer) => {
      lexer.skipWhite()
      const number = Number(lexer.token())
      lexer.skipWhite()
      const generation = Number(lexer.token())
      if (!Number.isInteger(number) || !Number.isInteger(generation)) throw damaged('no object at its offset')
      lexer.keyword('obj')
      const value = lexer.object()
      const end = offset + lexer.at
      lexer.skipWhite()
      if (!(value instanceof Map) || lexer.token() !== 'stream') return { number, generation, value, end }
      if (lexer.at + 2 > lexer.bytes.length) throw new WindowTooSmall()
      if (lexer.bytes[lexer.at] === 13) lexer.at++
      if (lexer.bytes[lexer.at] === 10) lexer.at++
      return { number, generation, value, end, streamStart: offset + lexer.at }
    })
  }

  /** The stored bytes, and where they end in the file. */
  streamBytes(object: IndirectObject, length: PdfObject): StoredStream {
    if (object.streamStart === undefined || !(object.value instanceof Map)) throw damaged('stream expected')
    const isLength = typeof length === 'number' && Number.isInteger(length) && length >= 0
    if (!isLength || object.streamStart + length > this.source.size) throw damaged('stream reaches beyond the file')
    const end = object.streamStart + length
    const { source } = this
    const start = object.streamStart
    return {
      dict: object.value,
      end,
      get bytes() {
        return source.read(start, length)
      },
    }
  }
}
