// A file on disk as a source: the benchmark signs files that should not be in memory.

import { fstatSync, readSync } from 'node:fs'
import type { Source } from '../signature/pdf/source'

/** One buffer for all files: a range is hashed before any other code can run. */
const window = Buffer.allocUnsafeSlow(1 << 18)

/** The file must not change while it is being signed; the caller keeps and closes the descriptor. */
export function fileSource(descriptor: number): Source {
  const size = fstatSync(descriptor).size
  const fill = (buffer: Buffer, offset: number, length: number): number => {
    let filled = 0
    while (filled < length) {
      const count = readSync(descriptor, buffer, filled, length - filled, offset + filled)
      if (count === 0) break
      filled += count
    }
    return filled
  }
  return {
    size,
    read(offset, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      return buffer.subarray(0, fill(buffer, offset, buffer.length))
    },
    feed(hash, from, to) {
      for (let at = from; at < to;) {
        const count = fill(window, at, Math.min(window.length, to - at))
        if (count === 0) return
        hash.update(window.subarray(0, count))
        at += count
      }
    },
  }
}
