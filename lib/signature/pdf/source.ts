// Random access to the bytes of a PDF, in memory or on disk, with revisions appended behind them and never copied together.

import type { Hash } from 'node:crypto'

/** Immutable bytes. `read` past the end answers fewer bytes; `feed` hands a range to a hash without keeping it. */
export type Source = {
  readonly size: number
  read(offset: number, length: number): Buffer
  feed(hash: Hash, from: number, to: number): void
}

export function memorySource(bytes: Uint8Array): Source {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: buffer.length,
    read: (offset, length) => buffer.subarray(offset, Math.min(offset + length, buffer.length)),
    feed: (hash, from, to) => void hash.update(buffer.subarray(from, to)),
  }
}

/** The base followed by later revisions. The bytes of the base are not copied. */
export function withTails(base: Source, tails: readonly Uint8Array[]): Source & { base: Source } {
  return { base, ...joined([base, ...tails.map(memorySource)]) }
}

/** One after the other, as if they were one file. */
function joined(sources: readonly Source[]): Source {
  const [first] = sources
  if (sources.length === 1 && first) return first
  const parts: { source: Source; start: number }[] = []
  let size = 0
  for (const source of sources) {
    parts.push({ source, start: size })
    size += source.size
  }
  const each = (from: number, to: number, visit: (source: Source, from: number, to: number) => void): void => {
    for (const { source, start } of parts) {
      const first = Math.max(from, start)
      const last = Math.min(to, start + source.size)
      if (first < last) visit(source, first - start, last - start)
    }
  }
  return {
    size,
    read(offset, length) {
      const pieces: Buffer[] = []
      each(offset, Math.min(size, offset + length), (source, from, to) => pieces.push(source.read(from, to - from)))
      const [only] = pieces
      return pieces.length === 1 && only ? only : Buffer.concat(pieces)
    },
    feed: (hash, from, to) => each(from, to, (source, first, last) => source.feed(hash, first, last)),
  }
}

/** An earlier revision: the file up to `end`. */
export function upTo(source: Source, end: number): Source {
  const size = Math.min(end, source.size)
  return {
    size,
    read: (offset, length) => source.read(offset, Math.max(0, Math.min(length, size - offset))),
    feed: (hash, from, to) => source.feed(hash, from, Math.min(to, size)),
  }
}
