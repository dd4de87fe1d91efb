// BER into DER (X.690): many programs write CMS with indefinite lengths and octet strings in pieces, which mean the same.
import { MalformedDer, TAG } from './der'

const MAX_DEPTH = 40
const MAX_VALUES = 200_000
const IN_PIECES = TAG.octetString | 0x20

/** `size`: octets of the content. A primitive value has its content in pieces, a constructed one other values. */
type Value = { readonly tag: number; size: number; readonly pieces: Uint8Array[]; readonly members: Value[] }

/**
 * The first value in DER, and after it the bytes that follow it. Lengths become definite and as short as they can be, and octet strings are
 * put together. Members of a SET keep their order, which DER prescribes: the caller knows which sets were signed in which order.
 * Throws MalformedDer.
 */
export function derOf(ber: Uint8Array): Buffer {
  let values = 0

  /** Where the value ends, after its two octets of end where it has them. */
  function parse(at: number, end: number, depth: number): { value: Value; next: number } {
    if (depth > MAX_DEPTH) throw new MalformedDer('nested too deeply')
    if (++values > MAX_VALUES) throw new MalformedDer('too many values')
    const tag = ber[at]
    const first = ber[at + 1]
    if (tag === undefined || first === undefined || at + 2 > end) throw new MalformedDer('truncated header')
    if ((tag & 0x1f) === 0x1f) throw new MalformedDer('tags above 30 are not used here')
    const constructed = (tag & 0x20) !== 0
    const indefinite = first === 0x80
    if (indefinite && !constructed) throw new MalformedDer('a primitive value of indefinite length')
    const octets = first > 0x80 ? first & 0x7f : 0
    const content = at + 2 + octets
    if (content > end) throw new MalformedDer('length of the length')
    const length = octets === 0 ? first : unsigned(ber.subarray(at + 2, content))
    const stop = indefinite ? end : content + length
    if (stop > end) throw new MalformedDer('value runs past its container')
    const value: Value = { tag: tag === IN_PIECES ? TAG.octetString : tag, size: 0, pieces: [], members: [] }
    if (!constructed) {
      add(value, ber.subarray(content, stop))
      return { value, next: stop }
    }
    let next = content
    const ended = () => (indefinite ? ber[next] === 0 && ber[next + 1] === 0 && next + 2 <= end : next === stop)
    while (!ended()) {
      const member = parse(next, stop, depth + 1)
      next = member.next
      if (tag !== IN_PIECES) {
        value.members.push(member.value)
        value.size += headerSize(member.value.size) + member.value.size
      } else if (member.value.tag === TAG.octetString) for (const piece of member.value.pieces) add(value, piece)
      else throw new MalformedDer('an octet string of other values')
    }
    return { value, next: indefinite ? next + 2 : next }
  }

  const { value, next } = parse(0, ber.length, 0)
  const out = Buffer.alloc(headerSize(value.size) + value.size + ber.length - next)
  out.set(ber.subarray(next), write(value, out, 0))
  return out
}

function add(value: Value, piece: Uint8Array): void {
  value.pieces.push(piece)
  value.size += piece.length
}

function unsigned(bytes: Uint8Array): number {
  let number = 0
  for (const byte of bytes) number = number * 256 + byte
  return number
}

/** Octets of a length above 127, without the one that counts them. */
const lengthOctets = (size: number): number => (size < 0x80 ? 0 : size < 0x100 ? 1 : size < 0x10000 ? 2 : size < 0x1000000 ? 3 : 4)
const headerSize = (size: number): number => 2 + lengthOctets(size)

/** Answers where the value ends. */
function write({ tag, size, pieces, members }: Value, out: Buffer, start: number): number {
  const octets = lengthOctets(size)
  out[start] = tag
  out[start + 1] = octets === 0 ? size : 0x80 | octets
  if (octets > 0) out.writeUIntBE(size, start + 2, octets)
  let at = start + 2 + octets
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  for (const member of members) at = write(member, out, at)
  return at
}
