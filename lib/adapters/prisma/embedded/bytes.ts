// Bytes on their way into the embedded database and out of it. PGlite spells them in hexadecimal by JavaScript, digit after digit; here they
// go in as they are, and the hexadecimal in which PostgreSQL writes them is read by the platform.

import type { ParserOptions, SerializerOptions } from '@electric-sql/pglite'

/** PostgreSQL's types bytea and bytea[]. */
export const BYTEA = 17
export const BYTEA_ARRAY = 1001

/** In a buffer of their own, which goes from one thread to another without what lies beside it. */
export function readBytes(written: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((written.length - 2) / 2)
  Buffer.from(bytes.buffer).write(written.slice(2), 'hex')
  return bytes
}

/** PGlite sends in binary whatever its serializers leave as bytes; its types do not say so. */
export const asTheyAre = ((value: unknown) => requireBytes(value)) as unknown as SerializerOptions[number]

/** An array is written as text as a whole, in as many dimensions as it has. */
export function writeArray(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map((inner: unknown) => writeArray(inner)).join(',')}}`
  if (value === null || value === undefined) return 'NULL'
  const { buffer, byteOffset, byteLength } = requireBytes(value)
  return `"\\\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}"`
}

/** Prisma's adapter brings parsers for everything; its own for bytes takes longer than all the rest of a statement, and reads the same. */
export function withoutBytes(parsers: ParserOptions = {}): ParserOptions {
  const known = KNOWN.get(parsers)
  if (known) return known
  const { [BYTEA]: _bytes, [BYTEA_ARRAY]: _arrays, ...others } = parsers
  KNOWN.set(parsers, others)
  return others
}

/** The adapter brings the same ones each time. */
const KNOWN = new WeakMap<ParserOptions, ParserOptions>()

/** A view of a larger buffer would take all of that along to another thread. */
export function alone<T>(value: T): T | Uint8Array {
  return value instanceof Uint8Array && value.byteLength < value.buffer.byteLength ? new Uint8Array(value) : value
}

function requireBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new Error('what is to be stored as bytes is something else')
}
