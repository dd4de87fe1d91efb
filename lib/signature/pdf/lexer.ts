// Reads PDF objects from a window of bytes (ISO 32000-2, 7.2 and 7.3); every loop ends and every depth is bounded.

import { sameObject } from './equal'
import { isExact, keepSpelling, Name, PdfString, Raw, Ref, type Dict, type PdfArray, type PdfObject } from './objects'
import { damaged, tooComplex } from './problem'

/** Thrown when the window ends inside an object: the reader catches it and reads a larger window. */
export class WindowTooSmall extends Error {}

const deepest = 64
const longestToken = 512
/** A list of all objects of the largest real files has a third of it. */
const mostValues = 1 << 20
const white = new Uint8Array(256)
const delimiter = new Uint8Array(256)
for (const code of [0, 9, 10, 12, 13, 32]) white[code] = 1
for (const character of '()<>[]{}/%') delimiter[character.charCodeAt(0)] = 1

const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 0x30 && code <= 0x39

export class Lexer {
  at = 0
  /** How many values were read, those inside of others included. */
  values = 0
  /** The last number as it is spelled, where its value is not exactly that. */
  private spelling: string | undefined

  /** `last`: no bytes follow the window, so a token may end where the window ends. */
  constructor(
    readonly bytes: Buffer,
    private readonly last: boolean,
  ) {}

  skipWhite(): void {
    const { bytes } = this
    for (;;) {
      while (this.at < bytes.length && white[bytes[this.at] ?? 0]) this.at++
      if (bytes[this.at] !== 0x25) return
      while (this.at < bytes.length && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++
    }
  }

  token(): string {
    const { bytes } = this
    const start = this.at
    while (this.at < bytes.length) {
      const code = bytes[this.at] ?? 0
      if (white[code] || delimiter[code]) break
      this.at++
    }
    if (this.at - start > longestToken) throw damaged('token too long')
    if (this.at >= bytes.length) this.needMore()
    return bytes.toString('latin1', start, this.at)
  }

  keyword(expected: string): void {
    this.skipWhite()
    if (this.token() !== expected) throw damaged(`"${expected}" expected`)
  }

  /** Whether this word comes next. The position stays before it. */
  comes(word: string): boolean {
    this.skipWhite()
    const end = this.at + word.length
    if (end > this.bytes.length) this.needMore()
    return this.bytes.toString('latin1', this.at, end) === word
  }

  object(depth = 0): PdfObject {
    if (depth > deepest) throw tooComplex('objects nested too deep')
    if (++this.values > mostValues) throw tooComplex('an object of too many values')
    this.skipWhite()
    switch (this.bytes[this.at]) {
      case undefined:
        return this.end()
      case 0x2f:
        this.at++
        return new Name(this.unescapedName())
      case 0x28:
        return this.literalString()
      case 0x3c:
        if (this.bytes[this.at + 1] === 0x3c) return this.dictionary(depth)
        if (this.at + 1 >= this.bytes.length) this.end()
        return this.hexString()
      case 0x5b:
        return this.array(depth)
      default:
        return this.simple()
    }
  }

  private needMore(): void {
    if (!this.last) throw new WindowTooSmall()
  }

  private end(): never {
    this.needMore()
    throw damaged('unexpected end of file')
  }

  /** Resolves escapes: `/Acro#46orm` is another way to write AcroForm and must not hide a form. */
  private unescapedName(): string {
    const spelled = this.token()
    if (!spelled.includes('#')) return spelled
    return spelled.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
  }

  private literalString(): PdfString {
    const { bytes } = this
    const start = this.at
    let open = 0
    for (; this.at < bytes.length; this.at++) {
      const code = bytes[this.at]
      if (code === 0x5c) this.at++
      else if (code === 0x28) open++
      else if (code === 0x29 && --open === 0) {
        this.at++
        return new PdfString(Buffer.from(bytes.subarray(start, this.at)))
      }
    }
    return this.end()
  }

  private hexString(): PdfString {
    const close = this.bytes.indexOf(0x3e, this.at)
    if (close < 0) return this.end()
    const string = new PdfString(Buffer.from(this.bytes.subarray(this.at, close + 1)))
    this.at = close + 1
    return string
  }

  private dictionary(depth: number): Dict {
    this.at += 2
    const entries: Dict = new Map()
    for (;;) {
      this.skipWhite()
      if (this.at + 1 >= this.bytes.length) this.end()
      if (this.bytes[this.at] === 0x3e) {
        if (this.bytes[this.at + 1] !== 0x3e) throw damaged('">>" expected')
        this.at += 2
        return entries
      }
      const key = this.object(depth + 1)
      if (!(key instanceof Name)) throw damaged('a dictionary key must be a name')
      const value = this.item(depth, entries, key.value)
      const earlier = entries.get(key.value)
      // Readers differ in which of two equal keys they use, so the same signed file could look different in each.
      if (earlier !== undefined && !sameObject(earlier, value)) throw damaged('a dictionary has the same key twice, with two values')
      entries.set(key.value, value)
    }
  }

  private array(depth: number): PdfArray {
    this.at++
    const items: PdfArray = []
    for (;;) {
      this.skipWhite()
      if (this.at >= this.bytes.length) this.end()
      if (this.bytes[this.at] === 0x5d) {
        this.at++
        return items
      }
      items.push(this.item(depth, items, items.length))
    }
  }

  private item(depth: number, owner: PdfArray | Dict, key: number | string): PdfObject {
    this.spelling = undefined
    const value = this.object(depth + 1)
    if (typeof value === 'number' && this.spelling !== undefined) keepSpelling(owner, key, this.spelling)
    return value
  }

  private simple(): PdfObject {
    const word = this.word()
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    if (/^\d+$/.test(word)) return this.reference(Number(word)) ?? this.number(word)
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return this.number(word)
    // "--5", "5-3", "." are numbers to all readers, but not the same ones. Nothing here asks which: they stay as they are spelled.
    if (/^[+-.\d]+$/.test(word)) return new Raw(Buffer.from(word, 'latin1'))
    throw damaged('an object of no known kind')
  }

  /** No page is larger than a number of 300 digits, which would be infinite here. */
  private number(word: string): number {
    const value = Number(word)
    if (!Number.isFinite(value)) throw damaged('a number of hundreds of digits')
    if (!isExact(word, value)) this.spelling = word
    return value
  }

  /** A token, without an `endobj` that follows a number with no space between them: some writers leave it out. */
  private word(): string {
    const token = this.token()
    const glued = /^[+-.\d]+(?=endobj$)/.exec(token)
    if (!glued) return token
    this.at -= 'endobj'.length
    return glued[0]
  }

  /** Reads `12 0 R` behind its number. Undefined when it is only the number; the position stays then. */
  private reference(number: number): Ref | undefined {
    const { bytes } = this
    const back = this.at
    this.skipWhite()
    const start = this.at
    while (isDigit(bytes[this.at])) this.at++
    const generation = this.at > start && this.at - start <= 5 ? Number(bytes.toString('latin1', start, this.at)) : undefined
    if (generation !== undefined) this.skipWhite()
    if (this.at + 1 >= bytes.length) this.needMore()
    const after = bytes[this.at + 1]
    const ends = after === undefined || white[after] === 1 || delimiter[after] === 1
    if (generation !== undefined && bytes[this.at] === 0x52 && ends) {
      this.at++
      return new Ref(number, generation)
    }
    this.at = back
    return undefined
  }
}
