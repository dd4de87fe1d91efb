// The hash chain of evidence: canonical JSON (RFC 8785), and the hash that links a record to the one before it.
import { sha256Hex } from './algorithms'

/**
 * RFC 8785: members in the order of their UTF-16 code units, numbers and strings as ECMAScript prints them.
 * Members that are `undefined` are left out, dates become RFC 3339; what JSON cannot carry throws a TypeError.
 */
export function canonicalJson(value: unknown): string {
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
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
      if (value instanceof Date) return canonicalJson(value.toISOString())
      if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
        throw new TypeError('only plain objects are canonical')
      }
      return `{${Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(byCodeUnits)
        .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`)
        .join(',')}}`
    default:
      throw new TypeError(`${typeof value} is not JSON`)
  }
}

// `<` on strings compares code units, as RFC 8785 3.2.3 wants; localeCompare would not.
const byCodeUnits = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0)

/** SHA-256, in hexadecimal, of the previous hash (as text) followed by the record's canonical JSON in UTF-8. */
export function eventHash(previousHash: string, record: unknown): string {
  if (!/^[0-9a-f]{64}$/.test(previousHash)) throw new TypeError('the previous hash is not a SHA-256 in hexadecimal')
  return sha256Hex(previousHash, canonicalJson(record))
}
