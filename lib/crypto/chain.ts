// The hash chain of evidence: canonical JSON (RFC 8785), the hash that links a record to the one before it, and the MACs over both, which
// nobody makes who can write the database only.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sha256Hex } from './algorithms'

/** Levels of arrays and objects: many more than any record has, and far from what ends the stack, which is now here and now there. */
const MAX_DEPTH = 256

/**
 * RFC 8785: members in the order of their UTF-16 code units, numbers and strings as ECMAScript prints them.
 * Members that are `undefined` are left out, dates become RFC 3339; what JSON cannot carry, and what is nested too
 * deeply, throws a TypeError.
 */
export function canonicalJson(value: unknown): string {
  return canonical(value, 0)
}

function canonical(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      // RFC 8785 3.2.2.2: a lone surrogate has no UTF-8 form, two different texts would get one hash.
      if (!value.isWellFormed()) throw new TypeError('a lone surrogate cannot be canonical')
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('not a JSON number')
      return JSON.stringify(value)
    case 'boolean':
      return String(value)
    case 'object':
      if (value === null) return 'null'
      if (depth === MAX_DEPTH) throw new TypeError('nested too deeply')
      if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`
      if (value instanceof Date) return canonical(value.toISOString(), depth)
      if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
        throw new TypeError('only plain objects are canonical')
      }
      return canonicalObject(value as Readonly<Record<string, unknown>>, depth + 1)
    default:
      throw new TypeError(`${typeof value} is not JSON`)
  }
}

/**
 * Whether this was thrown because a value has no canonical JSON. A database takes more than JavaScript can write: the number 1e400, the
 * moment `infinity`, hundreds of levels.
 */
export const hasNoCanonicalForm = (error: unknown): boolean => error instanceof TypeError || error instanceof RangeError

/** `sort` without a comparison goes by code units, as RFC 8785 3.2.3 wants. Every act of a signer makes some dozens of these. */
function canonicalObject(members: Readonly<Record<string, unknown>>, depth: number): string {
  let out = ''
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member !== undefined) out += `${out === '' ? '' : ','}${canonical(name, depth)}:${canonical(member, depth)}`
  }
  return `{${out}}`
}

/** SHA-256, in hexadecimal, of the previous hash (as text) followed by the record's canonical JSON in UTF-8. */
export function eventHash(previousHash: string, record: unknown): string {
  if (!/^[0-9a-f]{64}$/.test(previousHash)) throw new TypeError('the previous hash is not a SHA-256 in hexadecimal')
  return sha256Hex(previousHash, canonicalJson(record))
}

/**
 * What a MAC is over. `event`: this event stands at this place of this request. `head`: the chain of this request ends here. `stamp`: this token time-stamps the chain
 * up to here.
 */
export type ChainPlace = { request: string; sequence: number; hash: string } & (
  | { of: 'event' | 'head' }
  | { of: 'stamp'; tokenSha256: string }
)

/** HMAC-SHA-256, in hexadecimal. */
export function chainMac(key: Uint8Array, place: ChainPlace): string {
  const { of, request, sequence, hash } = place
  return createHmac('sha256', key)
    .update(JSON.stringify([`qsignhub ${of}`, request, sequence, hash, ...(place.of === 'stamp' ? [place.tokenSha256] : [])]))
    .digest('hex')
}

/** Constant in time. `stored`: null where there is none. */
export function isChainMac(key: Uint8Array, place: ChainPlace, stored: string | null): boolean {
  const expected = Buffer.from(chainMac(key, place))
  const given = Buffer.from(stored ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
