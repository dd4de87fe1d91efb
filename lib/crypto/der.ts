// DER (X.690): an encoder that allocates once per value, and a bounded reader that trusts no byte it is given.

export type Der = Uint8Array

/** Thrown for every input that is not strict DER: foreign signatures are hostile until proven otherwise. */
export class MalformedDer extends Error {
  override name = 'MalformedDer'
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

// --- encoding

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 0
  for (const part of parts) length += part.length
  const lengthOctets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4
  const out = Buffer.allocUnsafe(2 + lengthOctets + length)
  out[0] = tag
  if (lengthOctets === 0) out[1] = length
  else {
    out[1] = 0x80 | lengthOctets
    out.writeUIntBE(length, 2, lengthOctets)
  }
  let at = 2 + lengthOctets
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export const seq = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts)

/** DER orders the members of a SET OF by their encodings (X.690 11.6); returns them as they stand inside the value. */
export const sorted = (parts: readonly Uint8Array[]): Uint8Array[] => [...parts].sort(Buffer.compare)
export const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...sorted(parts))

export const octetString = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
const noUnusedBits = Uint8Array.of(0)
export const bitString = (bytes: Uint8Array): Buffer => tlv(0x03, noUnusedBits, bytes)
/** A named bit list such as KeyUsage: bit 0 is the highest bit of the first octet, trailing zero bits are cut off. */
export function namedBits(...bits: readonly number[]): Buffer {
  if (bits.length === 0) return tlv(0x03, noUnusedBits)
  const highest = Math.max(...bits)
  const out = Buffer.alloc(2 + (highest >> 3))
  out[0] = 7 - (highest & 7)
  for (const bit of bits) out[1 + (bit >> 3)] = (out[1 + (bit >> 3)] ?? 0) | (0x80 >> (bit & 7))
  return tlv(0x03, out)
}
export const nullValue: Der = Uint8Array.of(0x05, 0x00)
export const boolean = (value: boolean): Buffer => tlv(0x01, Uint8Array.of(value ? 0xff : 0x00))
export const enumerated = (value: number): Buffer => tlv(0x0a, Uint8Array.of(value))

/** A non-negative INTEGER; bytes are unsigned, most significant first. */
export function integer(value: number | bigint | Uint8Array): Buffer {
  let bytes: Uint8Array
  if (value instanceof Uint8Array) bytes = value
  else {
    if (value < 0) throw new RangeError('only non-negative integers are encoded')
    const hex = value.toString(16)
    bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  }
  let from = 0
  while (from < bytes.length - 1 && bytes[from] === 0) from++
  const magnitude = bytes.subarray(from)
  if (magnitude.length === 0) return tlv(0x02, noUnusedBits)
  return (magnitude[0] ?? 0) & 0x80 ? tlv(0x02, noUnusedBits, magnitude) : tlv(0x02, magnitude)
}

export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(BigInt)
  if (first === undefined || second === undefined) throw new RangeError(`not an object identifier: ${dotted}`)
  const out: number[] = []
  for (const arc of [first * 40n + second, ...rest]) {
    const groups = [Number(arc & 0x7fn)]
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80)
    out.push(...groups)
  }
  return tlv(0x06, Uint8Array.from(out))
}

export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'))
export const ia5String = (text: string): Buffer => tlv(0x16, Buffer.from(text, 'latin1'))
export function printableString(text: string): Buffer {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError('not a PrintableString')
  return tlv(0x13, Buffer.from(text, 'latin1'))
}

const digits = (date: Date): string =>
  `${date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')}Z`
/** Whole seconds, as X.509, CRLs and OCSP require (RFC 5280 4.1.2.5.2). */
export const generalizedTime = (date: Date): Buffer => tlv(0x18, Buffer.from(digits(date), 'latin1'))
export const utcTime = (date: Date): Buffer => tlv(0x17, Buffer.from(digits(date).slice(2), 'latin1'))
/** Time of X.509: UTCTime through 2049, GeneralizedTime after. */
export const time = (date: Date): Buffer => (date.getUTCFullYear() < 2050 ? utcTime(date) : generalizedTime(date))

/** A constructed context tag: EXPLICIT, or IMPLICIT over a SEQUENCE or SET whose members are given. */
export const explicit = (tag: number, ...parts: readonly Uint8Array[]): Buffer => tlv(0xa0 | tag, ...parts)
/** A primitive context tag over content octets. */
export const implicit = (tag: number, content: Uint8Array): Buffer => tlv(0x80 | tag, content)

// --- reading

export type DerNode = {
  readonly tag: number
  readonly bytes: Uint8Array
  /** Where the tag stands, where the content begins, and where the value ends. */
  readonly start: number
  readonly content: number
  readonly end: number
  readonly depth: number
}

const MAX_DEPTH = 40
const MAX_CHILDREN = 100_000

/** The value that begins at `at`. Refuses indefinite and non-minimal lengths, long tags, and what runs past `end`. */
export function read(bytes: Uint8Array, at = 0, end = bytes.length, depth = 0): DerNode {
  if (depth > MAX_DEPTH) throw new MalformedDer('nested too deeply')
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || at + 2 > end) throw new MalformedDer('truncated header')
  if ((tag & 0x1f) === 0x1f) throw new MalformedDer('tags above 30 are not used here')
  let length = first
  let content = at + 2
  if (first >= 0x80) {
    const octets = first & 0x7f
    if (octets === 0) throw new MalformedDer('indefinite length')
    if (octets > 4 || content + octets > end) throw new MalformedDer('length of the length')
    length = 0
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[content + i] ?? 0)
    if (length < 0x80 || length < 2 ** (8 * (octets - 1))) throw new MalformedDer('length is not minimal')
    content += octets
  }
  if (length > end - content) throw new MalformedDer('value runs past its container')
  return { tag, bytes, start: at, content, end: content + length, depth }
}

/** One value and nothing after it. */
export function readWhole(bytes: Uint8Array): DerNode {
  const node = read(bytes)
  if (node.end !== bytes.length) throw new MalformedDer('bytes after the value')
  return node
}

export function children(node: DerNode): DerNode[] {
  if ((node.tag & 0x20) === 0) throw new MalformedDer('a primitive value has no members')
  const members: DerNode[] = []
  for (let at = node.content; at < node.end;) {
    if (members.length === MAX_CHILDREN) throw new MalformedDer('too many members')
    const member = read(node.bytes, at, node.end, node.depth + 1)
    members.push(member)
    at = member.end
  }
  return members
}

/** The members of a value that must have this tag. */
export function membersOf(node: DerNode | undefined, tag: number): DerNode[] {
  return children(expect(node, tag))
}

export function expect(node: DerNode | undefined, tag: number): DerNode {
  if (node === undefined) throw new MalformedDer('a value is missing')
  if (node.tag !== tag) throw new MalformedDer(`tag ${node.tag.toString(16)} where ${tag.toString(16)} was expected`)
  return node
}

export const raw = (node: DerNode): Der => node.bytes.subarray(node.start, node.end)
export const value = (node: DerNode): Uint8Array => node.bytes.subarray(node.content, node.end)
/** A DER value carried inside an OCTET STRING or an IMPLICIT tag, still counted against the depth limit. */
export const inner = (node: DerNode): DerNode => read(node.bytes, node.content, node.end, node.depth + 1)

export function readOid(node: DerNode | undefined): string {
  const bytes = value(expect(node, TAG.oid))
  if (bytes.length === 0 || (bytes[bytes.length - 1] ?? 0x80) & 0x80) throw new MalformedDer('object identifier')
  const arcs: (number | bigint)[] = []
  let arc: number | bigint = 0
  let begins = true
  for (const byte of bytes) {
    if (begins && byte === 0x80) throw new MalformedDer('object identifier is not minimal')
    if (typeof arc === 'number' && arc > 2 ** 44) arc = BigInt(arc)
    arc = typeof arc === 'bigint' ? arc * 128n + BigInt(byte & 0x7f) : arc * 128 + (byte & 0x7f)
    begins = (byte & 0x80) === 0
    if (begins) {
      arcs.push(arc)
      arc = 0
    }
  }
  const head = arcs[0] ?? 0
  const top = head < 40 ? 0 : head < 80 ? 1 : 2
  const second = typeof head === 'bigint' ? head - BigInt(top * 40) : head - top * 40
  return [top, second, ...arcs.slice(1)].join('.')
}

export function readInteger(node: DerNode | undefined): bigint {
  const bytes = value(expect(node, TAG.integer))
  if (bytes.length === 0 || bytes.length > 4096) throw new MalformedDer('integer')
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}

export function readSmallInteger(node: DerNode | undefined): number {
  const whole = readInteger(node)
  if (whole < 0n || whole > 0x7fffffffn) throw new MalformedDer('integer out of range')
  return Number(whole)
}

export function readBoolean(node: DerNode | undefined): boolean {
  const bytes = value(expect(node, TAG.boolean))
  if (bytes.length !== 1) throw new MalformedDer('boolean')
  return bytes[0] !== 0
}

/** The octets of a BIT STRING without the leading count of unused bits. */
export function readBitString(node: DerNode | undefined): Uint8Array {
  const bytes = value(expect(node, TAG.bitString))
  if (bytes.length === 0 || (bytes[0] ?? 8) > 7) throw new MalformedDer('bit string')
  return bytes.subarray(1)
}

export const readOctetString = (node: DerNode | undefined): Uint8Array => value(expect(node, TAG.octetString))

/** UTCTime or GeneralizedTime in UTC; fractions are kept to the millisecond. */
export function readTime(node: DerNode | undefined): Date {
  if (node === undefined || (node.tag !== TAG.utcTime && node.tag !== TAG.generalizedTime)) throw new MalformedDer('time')
  const text = Buffer.from(value(node)).toString('latin1')
  const full = node.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(full)
  if (match === null || (node.tag === TAG.utcTime && match[7] !== undefined)) throw new MalformedDer('time')
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  // `Date` rolls 31 February over into March; DER must not.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) throw new MalformedDer('time')
  return date
}
