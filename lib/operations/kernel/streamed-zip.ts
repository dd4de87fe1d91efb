// A ZIP of stored files that reads them while it is sent, so that an archive of 50 MB documents never stands in memory.

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { zipFrame } from '../../signature/zip/stored'
import type { Pieces, Sendable } from './stored-bytes'

export type StreamedEntry = { name: string; bytes: Sendable }

/** The same bytes that `storedZip` makes, and their SHA-256. Each content is read three times: for checksum, digest and sending. */
export async function streamedZip(entries: readonly StreamedEntry[]): Promise<{ bytes: Pieces; sha256: string }> {
  const about: { name: string; size: number; crc: number }[] = []
  for (const { name, bytes } of entries) {
    let crc = 0
    for await (const piece of pieces(bytes)) crc = crc32(piece, crc)
    about.push({ name, size: bytes.length, crc })
  }
  const { heads, foot } = zipFrame(about)
  const contents = entries.map(({ bytes }) => bytes)
  const length = [...heads, ...contents, foot].reduce((sum, part) => sum + part.length, 0)
  const bytes: Pieces = { length, [Symbol.asyncIterator]: () => whole(heads, contents, foot) }
  const hash = createHash('sha256')
  for await (const piece of bytes) hash.update(piece)
  return { bytes, sha256: hash.digest('hex') }
}

async function* whole(heads: readonly Buffer[], contents: readonly Sendable[], foot: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  for (const [index, content] of contents.entries()) {
    yield heads[index] ?? Buffer.alloc(0)
    yield* pieces(content)
  }
  yield foot
}

async function* pieces(bytes: Sendable): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes instanceof Uint8Array) yield bytes
  else yield* bytes
}
