// Bytes on their way into the embedded database and out of it. PGlite spells them in hexadecimal by JavaScript, digit after digit; here
// they go in as they are, and the hexadecimal in which PostgreSQL writes them is read by the platform.

import type { ParserOptions, SerializerOptions } from '@electric-sql/pglite'

/** PostgreSQL's types bytea and bytea[]. */
export const BYTEA = 17
export const BYTEA_ARRAY = 1001

/** The bytes in their own buffer: sending them to another thread then copies nothing else. */
export function readBytes(written: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((written.length - 2) / 2)
  Buffer.from(bytes.buffer).write(written.slice(2), 'hex')
  return bytes
}

/** A serializer that leaves bytes as they are: PGlite then sends them in binary, although its types ask for text. */
export const asTheyAre = ((value: unknown) => requireBytes(value)) as unknown as SerializerOptions[number]

/** The text of an array of bytes, nested ones too: PGlite sends arrays only as text. */
export function writeArray(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map((inner: unknown) => writeArray(inner)).join(',')}}`
  if (value === null || value === undefined) return 'NULL'
  const { buffer, byteOffset, byteLength } = requireBytes(value)
  return `"\\\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}"`
}

/** The parsers that Prisma's adapter passes with a statement, without those for bytes: ours read the same and are much faster. */
export function withoutBytes(parsers: ParserOptions = {}): ParserOptions {
  const known = KNOWN.get(parsers)
  if (known) return known
  const { [BYTEA]: _bytes, [BYTEA_ARRAY]: _arrays, ...others } = parsers
  KNOWN.set(parsers, others)
  return others
}

/** The adapter passes the same object with each statement, so it is worth keeping the result. */
const KNOWN = new WeakMap<ParserOptions, ParserOptions>()

/** Copies bytes that are a part of a larger buffer, all of which would be sent along to another thread. */
export function inOwnBuffer<T>(value: T): T | Uint8Array {
  return value instanceof Uint8Array && value.byteLength < value.buffer.byteLength ? new Uint8Array(value) : value
}

function requireBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new Error('what is to be stored as bytes is something else')
}
