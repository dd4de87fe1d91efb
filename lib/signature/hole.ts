// The hole in a signed revision: /Contents as zeros and /ByteRange around it, filled in after the rest was hashed.

import type { Hash } from 'node:crypto'
import { Raw } from './pdf/objects'
import type { Tail } from './pdf/update'

/** Offset and length of the bytes before the hole and after it (ISO 32000-2, 12.8.1). */
export type ByteRange = readonly [0, number, number, number]

const emptyRange = '[0 ********** ********** **********]'

export type Hole = { byteRange: Raw; contents: Raw }

/** An empty hole with room for `size` bytes of DER. */
export function hole(size: number): Hole {
  return {
    byteRange: new Raw(Buffer.from(emptyRange, 'latin1')),
    contents: new Raw(Buffer.from(`<${'0'.repeat(2 * size)}>`, 'latin1')),
  }
}

/** Writes the ByteRange into the tail, whose length does not change. */
export function setByteRange(tail: Tail, { byteRange, contents }: Hole, baseSize: number): ByteRange {
  const start = position(tail, contents)
  const end = start + contents.bytes.length
  const range: ByteRange = [0, start, end, baseSize + tail.bytes.length - end]
  const written = `[${range.join(' ')}]`.padEnd(emptyRange.length, ' ')
  tail.bytes.write(written, position(tail, byteRange) - baseSize, 'latin1')
  return range
}

/** Continues a hash over the base with the part of the tail that the ByteRange covers. */
export function feedAround(hash: Hash, tail: Buffer, [, start, end]: ByteRange, baseSize: number): Hash {
  return hash.update(tail.subarray(0, start - baseSize)).update(tail.subarray(end - baseSize))
}

export function fits(der: Uint8Array, [, start, end]: ByteRange): boolean {
  return 2 * der.length <= end - start - 2
}

export function fill(tail: Buffer, der: Uint8Array, [, start]: ByteRange, baseSize: number): void {
  tail.write(Buffer.from(der).toString('hex'), start - baseSize + 1, 'latin1')
}

function position(tail: Tail, raw: Raw): number {
  const at = tail.positions.get(raw)
  if (at === undefined) throw new TypeError('the hole was not written')
  return at
}
