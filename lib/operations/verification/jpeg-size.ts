// Width and height of a JPEG, read from its frame header without decoding, so that other files and decompression bombs are refused early; and
// whether it ends where its picture ends, because bytes after it would make the same picture another file.

/** Null when the bytes are not a baseline or progressive JPEG (ITU-T T.81, B.2). */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Fill bytes and markers without a segment.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // The picture begins, or ends, before any frame header.
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Whether bytes follow the end of the picture (ITU-T T.81, B.1.1.3). A file that stops before its end has none. */
export function hasBytesAfterEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 1 < bytes.length;) {
    // In the coded picture a marker's first byte stands alone only before a zero or a restart.
    if (bytes[at] !== 0xff) {
      const next = bytes.indexOf(0xff, at)
      if (next < 0) return false
      at = next
      continue
    }
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xd9) return at + 2 < bytes.length
    const alone = marker === 0 || marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    if (!alone && at + 3 >= bytes.length) return false
    at += marker === 0xff ? 1 : alone ? 2 : 2 + Math.max(2, view.getUint16(at + 2))
  }
  return false
}
