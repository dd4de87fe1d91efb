// A signature that stands in the file, but to which no field leads: the field was cleared, or a bit of the form is damaged. A file of which nobody
// was told that it once bore one would look as if it had never been signed.

import type { Source } from '../signature/pdf/source'

/** The entry that only signatures have (ISO 32000-2, table 255), with whatever white space. */
const BYTE_RANGE = /\/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]/g
const PIECE = 1 << 20
/** Longer than the entry with all its white space is in any file. */
const OVERLAP = 256

/** Whether the bytes have more signatures than `reached`. Those inside of compressed objects cannot be ones: their offsets would not be known. */
export function hasUnreachedSignature(source: Source, reached: number): boolean {
  const found = new Set<number>()
  for (let at = 0; at < source.size; at += PIECE) {
    const text = source.read(at, PIECE + OVERLAP).toString('latin1')
    for (const { index } of text.matchAll(BYTE_RANGE)) found.add(at + index)
    if (found.size > reached) return true
  }
  return false
}
