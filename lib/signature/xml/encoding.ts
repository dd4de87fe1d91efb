// UTF-8 and UTF-16 as the encodings of XML: told by the first bytes, decoded strictly and in pieces that end between characters.

import type { Source } from '../pdf/source'
import { XmlProblem } from './problem'

export type XmlEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const PIECE = 1 << 16

/** XML 1.0 appendix F: by the byte order mark, or by how `<` is written. */
export function encodingOf(source: Source): XmlEncoding {
  const [a, b] = source.read(0, 2)
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be'
  return 'utf-8'
}

/**
 * Decodes in pieces, without the byte order mark. `start`: byte offset of the piece. Throws XmlProblem for bytes that are no characters.
 */
export function* pieces(source: Source, encoding: XmlEncoding): Generator<{ text: string; start: number }> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  let at = markLength(source)
  while (at < source.size) {
    const bytes = source.read(at, PIECE)
    const whole = at + bytes.length >= source.size ? bytes : bytes.subarray(0, boundary(bytes, encoding))
    if (whole.length === 0) throw wrong(at)
    let text: string
    try {
      text = decoder.decode(whole)
    } catch {
      throw wrong(at)
    }
    yield { text, start: at }
    at += whole.length
  }
}

function markLength(source: Source): number {
  const [a, b, c] = source.read(0, 3)
  if (a === 0xef && b === 0xbb && c === 0xbf) return 3
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) ? 2 : 0
}

/** Where this piece has to end: before a last character of which bytes may follow in the next piece. */
function boundary(bytes: Uint8Array, encoding: XmlEncoding): number {
  let end = bytes.length
  if (encoding === 'utf-8') {
    let back = 0
    while (back < 4 && end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) {
      end -= 1
      back += 1
    }
    // A last character of several bytes is left for the next piece, complete or not; ASCII is not.
    return ((bytes[end - 1] ?? 0) & 0x80) === 0 ? end + back : end - 1
  }
  end -= end % 2
  const high = bytes[end - (encoding === 'utf-16le' ? 1 : 2)] ?? 0
  return high >= 0xd8 && high <= 0xdb ? end - 2 : end
}

function wrong(at: number): XmlProblem {
  return new XmlProblem(
    'XML_ENCODING',
    'This XML file is not in UTF-8 or UTF-16, or says so wrongly. Save it in UTF-8 and upload it again.',
    { cause: `byte ${at}` },
  )
}
