// Decodes a file in a member of a JSON body, as base64 (RFC 4648, section 4), strictly, so that no two texts mean the same file.

import type { BlobStage } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { MEGABYTE, type UploadedFile } from './uploaded-file'

/** In characters. Such a file is in memory as text and as bytes; larger files come as multipart/form-data, which is written to disk. */
export const LARGEST_BASE64 = 12 * MEGABYTE

/** Stages the file, like every upload. */
export async function fileFrom(base64: string, member: string, stage: () => Promise<BlobStage>): Promise<UploadedFile> {
  const bytes = bytesOf(base64)
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

/** Allows line breaks and missing padding, which encoders differ in. Bits that no byte takes up must be zero (section 3.5). */
function bytesOf(text: string): Buffer | null {
  const characters = text.replace(/[\r\n\t]/g, '')
  const [, letters = '', padding = ''] = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(characters) ?? []
  if (letters === '' || (padding !== '' && characters.length % 4 !== 0)) return null
  const bytes = Buffer.from(letters, 'base64')
  return bytes.toString('base64').replaceAll('=', '') === letters ? bytes : null
}
