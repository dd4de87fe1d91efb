// Bytes of blobs a piece at a time: as a source, and as pieces to send, so that no document stands whole in memory.

import type { BlobReader } from '../../domain/ports'
import { memorySource, type Source } from '../../signature/pdf/source'
import type { Context } from './context'

/** Bytes per read: smaller reads of the disk take as long. */
const PIECE = 256 * 1024

/** The content of a download: in memory, or read when it is sent. */
export type Sendable = Uint8Array | Pieces
export type Pieces = { readonly length: number; [Symbol.asyncIterator](): AsyncIterator<Uint8Array> }

type Needs = Pick<Context, 'blobs'>

/** Throws at once when a blob is missing or was swapped for another; altered content throws when it is read. */
export async function piecesOf({ blobs }: Needs, names: readonly string[]): Promise<Pieces> {
  let length = 0
  for (const name of names) {
    const reader = await blobs.open(name)
    length += reader.size
    reader.close()
  }
  return { length, [Symbol.asyncIterator]: () => reading({ blobs }, names) }
}

/** Of a file that is open, or in memory. */
export function piecesFrom(from: Source | Uint8Array): Pieces {
  const { size, read } = from instanceof Uint8Array ? memorySource(from) : from
  return {
    length: size,
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < size; at += PIECE) yield await Promise.resolve(read(at, Math.min(PIECE, size - at)))
    },
  }
}

/** Files are open only while they are read, so a download that nobody fetches leaves none open. */
async function* reading({ blobs }: Needs, names: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const name of names) {
    const reader = await blobs.open(name)
    try {
      for (let at = 0; at < reader.size; at += PIECE) yield reader.read(at, PIECE)
    } finally {
      reader.close()
    }
  }
}

export function sourceOf(reader: BlobReader): Source {
  return {
    size: reader.size,
    read: (offset, length) => asBuffer(reader.read(offset, length)),
    feed(hash, from, to) {
      for (let at = from; at < to;) {
        const piece = reader.read(at, Math.min(PIECE - (at % PIECE), to - at))
        if (piece.length === 0) return
        hash.update(piece)
        at += piece.length
      }
    },
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
