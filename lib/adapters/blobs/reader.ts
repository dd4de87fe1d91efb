// Reads a blob from its file, whole or a piece at a time. Every chunk is authenticated; the foot of the file proves its name.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { BlobReader } from '../../domain/ports'
import { constantTimeEqual } from '../../crypto/activation'
import type { Keyring } from '../../crypto/keyring'
import { beginOf, CHUNK, chunkAt, decipherFor, FOOT, footFor, LONGEST_HEADER, plainSize } from './format'

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing'
}
export class BlobAltered extends Error {
  override readonly name = 'BlobAltered'
}

/** Decrypted chunks that are cached: a PDF's tables are read in small steps, back and forth. */
const REMEMBERED = 4

/** Reads are synchronous, as the PDF engine's are: a chunk comes from the disk's cache and is opened in a fraction of a millisecond. */
export function openReader(file: string, sha256: string, ring: Keyring): BlobReader {
  const descriptor = opened(file, sha256)
  try {
    return readerOf(descriptor, sha256, ring)
  } catch (error) {
    closeSync(descriptor)
    throw new BlobAltered(`blob ${sha256} does not open`, { cause: error })
  }
}

function opened(file: string, sha256: string): number {
  try {
    return openSync(/* turbopackIgnore: true */ file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new BlobMissing(`there is no blob ${sha256}`)
    throw error
  }
}

export async function readWhole(file: string, sha256: string, ring: Keyring): Promise<Uint8Array> {
  const reader = openReader(file, sha256, ring)
  try {
    const bytes = new Uint8Array(reader.size)
    for (let at = 0; at < bytes.length; at += 8 * CHUNK) {
      if (at > 0) await yieldToEventLoop()
      bytes.set(reader.read(at, 8 * CHUNK), at)
    }
    return bytes
  } finally {
    reader.close()
  }
}

function readerOf(descriptor: number, sha256: string, ring: Keyring): BlobReader {
  const fileSize = fstatSync(descriptor).size
  const at = (position: number, length: number): Buffer => {
    const buffer = Buffer.allocUnsafeSlow(length)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position))
  }
  const begin = beginOf(ring, at(0, LONGEST_HEADER))
  const size = plainSize(begin, fileSize)
  if (!constantTimeEqual(at(fileSize - FOOT, FOOT), footFor(begin, sha256))) throw new RangeError('not this content')
  const decipher = decipherFor(begin)
  const lastIndex = Math.max(0, Math.ceil(size / CHUNK) - 1)
  const recent = new Map<number, Buffer>()
  const chunk = (index: number): Buffer => {
    const known = recent.get(index)
    const end = index === lastIndex ? fileSize - FOOT : chunkAt(begin, index + 1)
    const plain = known ?? decipher(index, index === lastIndex, at(chunkAt(begin, index), end - chunkAt(begin, index)))
    recent.delete(index)
    recent.set(index, plain)
    if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value ?? -1)
    return plain
  }
  // Verifies the last chunk: the file was not cut short. An empty blob has one chunk, too.
  chunk(lastIndex)
  return {
    size,
    read(offset, length) {
      const end = Math.min(size, offset + length)
      const pieces: Buffer[] = []
      for (let from = offset; from < end;) {
        const index = Math.floor(from / CHUNK)
        const piece = opening(sha256, () => chunk(index)).subarray(from - index * CHUNK, end - index * CHUNK)
        pieces.push(piece)
        from += piece.length
      }
      const [only] = pieces
      return pieces.length === 1 && only ? only : Buffer.concat(pieces)
    },
    close: () => closeSync(descriptor),
  }
}

function opening<T>(sha256: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new BlobAltered(`blob ${sha256} does not open`, { cause: error })
  }
}
