// A streamed ZIP is, byte for byte, the one that would have been made in memory, and its digest and length are those of its bytes.

import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { storedZip } from '../../signature/zip/stored'
import { wholeOf } from '../../testing/whole-of'
import type { Pieces } from './stored-bytes'
import { streamedZip } from './streamed-zip'

function inPieces(bytes: Buffer, size: number): Pieces {
  async function* cut() {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
  }
  return { length: bytes.length, [Symbol.asyncIterator]: cut }
}

it('has the bytes, the length and the digest of the ZIP that is made in memory', async () => {
  const contents = [randomBytes(100_000), Buffer.alloc(0), randomBytes(7)]
  const plain = storedZip(contents.map((bytes, index) => ({ name: `dokument ż ${index}.pdf`, bytes })))
  const { bytes, sha256 } = await streamedZip(
    contents.map((content, index) => ({ name: `dokument ż ${index}.pdf`, bytes: index === 2 ? content : inPieces(content, 999) })),
  )
  expect(bytes.length).toBe(plain.length)
  expect(plain.equals(await wholeOf(bytes))).toBe(true)
  expect(sha256).toBe(createHash('sha256').update(plain).digest('hex'))
})
