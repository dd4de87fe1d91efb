// Decodes a file in a member of a JSON body, as base64 (RFC 4648, section 4), strictly, so that no two texts mean the same file.

import type { BlobStage } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { MEGABYTE, type UploadedFile } from './uploaded-file'

/** In letters. The file is in memory twice, as text and as bytes; larger files come as multipart/form-data, which is written to disk. */
export const LARGEST_BASE64 = 12 * MEGABYTE
/** In bytes of the body, where a line break takes four and some letters may be escaped. */
export const LARGEST_WRITTEN = 13 * MEGABYTE

/** Stages the file, like every upload. `written`: the text as JSON writes it, between its quotation marks. */
export async function fileFrom(written: Uint8Array, member: string, stage: () => Promise<BlobStage>): Promise<UploadedFile> {
  const letters = lettersOf(written)
  if (letters && letters.length > LARGEST_BASE64) throw new Problem('DOCUMENT_TOO_LARGE.embedded', { member })
  const bytes = letters && bytesOf(letters)
  if (!bytes) {
    throw new Problem('VALIDATION_FAILED.base64', { member }).at([member], 'INVALID_BASE64')
  }
  const staging = await stage()
  try {
    await staging.write(bytes)
    return { name: 'document.pdf', mimeType: 'application/pdf', staged: await staging.finish() }
  } catch (error) {
    await staging.discard()
    throw error
  }
}

const [BACKSLASH, EQUALS, SLASH, UNICODE] = [0x5c, 0x3d, 0x2f, 0x75]
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const isLetter = marked(ALPHABET)
const isBreak = marked('\n\r\t')
/** How JSON writes them, behind a backslash (RFC 8259, section 7). */
const isWrittenBreak = marked('nrt')

function marked(signs: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const sign of Buffer.from(signs)) table[sign] = 1
  return table
}

/**
 * The letters without their padding. Allows line breaks and missing padding, which encoders differ in. One pass, byte by byte: as a string
 * with millions of line breaks, the text would take seconds. Null for what is no base64.
 */
function lettersOf(written: Uint8Array): Buffer | null {
  const letters = Buffer.allocUnsafe(written.length)
  let count = 0
  let padding = 0
  for (let at = 0; at < written.length; at++) {
    let sign = written[at] ?? 0
    if (sign === BACKSLASH) {
      const escape = written[++at] ?? 0
      if (isWrittenBreak[escape] === 1) continue
      if (escape === UNICODE) {
        sign = hexadecimal(written, at + 1)
        at += 4
        if (isBreak[sign] === 1) continue
      } else if (escape === SLASH) sign = SLASH
      else return null
    }
    if (sign === EQUALS) padding++
    else if (padding > 0 || isLetter[sign] !== 1) return null
    else letters[count++] = sign
  }
  if (padding > 2 || (padding > 0 && (count + padding) % 4 !== 0)) return null
  return letters.subarray(0, count)
}

/** Four digits; -1 where they are none, or stand for no byte. */
function hexadecimal(written: Uint8Array, from: number): number {
  let value = 0
  for (let at = from; at < from + 4; at++) {
    const digit = '0123456789abcdef'.indexOf(String.fromCharCode((written[at] ?? 0) | 0x20))
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value < 256 ? value : -1
}

/** Bits that no byte takes up must be zero (section 3.5). */
function bytesOf(letters: Buffer): Buffer | null {
  const over = letters.length % 4
  const last = ALPHABET.indexOf(letters.toString('latin1', letters.length - 1))
  if (letters.length === 0 || over === 1 || (over > 0 && last % (over === 2 ? 16 : 4) !== 0)) return null
  return Buffer.from(letters.toString('latin1'), 'base64')
}
