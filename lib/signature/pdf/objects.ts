// The object model of ISO 32000-2, 7.3: PDF values as plain data, and how they are written.

export class Ref {
  constructor(
    readonly number: number,
    readonly generation: number,
  ) {}
}

export class Name {
  constructor(readonly value: string) {}
}

/** A string exactly as it stands in the file, with its delimiters: rewriting an object never changes its text. */
export class PdfString {
  constructor(readonly raw: Buffer) {}
}

/** Bytes written as they are; their place in the file can be asked for afterwards (ByteRange, Contents). */
export class Raw {
  constructor(readonly bytes: Buffer) {}
}

export type PdfObject = null | boolean | number | Ref | Name | PdfString | Raw | PdfArray | Dict
export type PdfArray = PdfObject[]
export type Dict = Map<string, PdfObject>

export const name = (value: string): Name => new Name(value)
export const dict = (entries: Readonly<Record<string, PdfObject>>): Dict => new Map(Object.entries(entries))

/** A text string (7.9.2.2): ASCII as a literal, everything else as UTF-16BE with its byte order mark. */
export function text(value: string): PdfString {
  if (/^[\x20-\x7e]*$/.test(value)) return new PdfString(Buffer.from(`(${value.replace(/[\\()]/g, '\\$&')})`, 'latin1'))
  const units = Buffer.from(`\ufeff${value}`, 'utf16le').swap16()
  return new PdfString(Buffer.from(`<${units.toString('hex')}>`, 'latin1'))
}

/** A date in UTC (7.9.4). */
export function date(value: Date): PdfString {
  return new PdfString(Buffer.from(`(D:${value.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z)`, 'latin1'))
}

export function hexString(bytes: Uint8Array): PdfString {
  return new PdfString(Buffer.from(`<${Buffer.from(bytes).toString('hex')}>`, 'latin1'))
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

export function stringBytes(string: PdfString): Buffer {
  const raw = string.raw.toString('latin1')
  if (raw.startsWith('<')) {
    const digits = raw.replace(/[^0-9a-fA-F]/g, '')
    return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
  }
  const literal = raw.slice(1, -1).replace(/\\(\r\n|[0-7]{1,3}|[^])/g, (_, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 255)
    return /^[\r\n]/.test(code) ? '' : (escapes[code] ?? code)
  })
  return Buffer.from(literal, 'latin1')
}

export function stringText(string: PdfString): string {
  const bytes = stringBytes(string)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le')
  }
  // No standard has this order, but readers take it.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3)
  return bytes.toString('latin1')
}

/** How the numbers of an array or a dictionary are spelled in the file, where a computer's number is only the nearest to them. */
const spellings = new WeakMap<PdfArray | Dict, Map<number | string, string>>()

/** Remembers the spelling of a number that has more digits than a computer's number holds. */
export function keepSpelling(owner: PdfArray | Dict, key: number | string, word: string): void {
  const known = spellings.get(owner) ?? new Map<number | string, string>()
  spellings.set(owner, known.set(key, word))
}

/** A copy to be altered, whose numbers are spelled as in the original. */
export function copyOf(original: Dict): Dict {
  const copy = new Map(original)
  const spelled = spellings.get(original)
  if (spelled) spellings.set(copy, spelled)
  return copy
}

/** Whether writing the value gives the number that was read, however the file spells it. */
export function isExact(word: string, value: number): boolean {
  // Fifteen digits always survive.
  if (word.length <= 15) return true
  const [, sign = '', digits = '', decimals = ''] = /^([+-]?)0*(\d*)\.?(\d*?)0*$/.exec(word) ?? []
  return `${sign === '-' ? '-' : ''}${digits || '0'}${decimals && '.'}${decimals}` === number(value)
}

/** PDF has no exponents (7.3.3). What is read again is the same number: a page that is written anew must not look changed. */
function number(value: number): string {
  const shortest = String(value)
  if (!shortest.includes('e')) return shortest
  return Number.isInteger(value) ? String(BigInt(value)) : value.toFixed(100).replace(/0+$/, '')
}

const irregular = /[^!-~]|[#()<>[\]{}/%]/g

function nameToken(value: string): string {
  const escaped = value.replace(irregular, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `/${escaped}`
}

/** Hands the serialised object to `put` piece by piece; Raw values are handed over as themselves. */
export function serialize(object: PdfObject, put: (piece: string | Buffer | Raw) => void): void {
  if (object === null) put('null')
  else if (typeof object === 'boolean') put(String(object))
  else if (typeof object === 'number') put(number(object))
  else if (object instanceof Ref) put(`${object.number} ${object.generation} R`)
  else if (object instanceof Name) put(nameToken(object.value))
  else if (object instanceof PdfString) put(object.raw)
  else if (object instanceof Raw) put(object)
  else if (Array.isArray(object)) {
    put('[')
    object.forEach((item, index) => {
      if (index > 0) put(' ')
      serialize(spelled(object, index, item), put)
    })
    put(']')
  } else {
    put('<<')
    for (const [key, value] of object) {
      put(`${nameToken(key)} `)
      serialize(spelled(object, key, value), put)
      put('\n')
    }
    put('>>')
  }
}

function spelled(owner: PdfArray | Dict, key: number | string, value: PdfObject): PdfObject {
  const word = typeof value === 'number' ? spellings.get(owner)?.get(key) : undefined
  return word !== undefined && Number(word) === value ? new Raw(Buffer.from(word, 'latin1')) : value
}
