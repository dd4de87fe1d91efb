// A file to be downloaded, and file names from titles of documents.

import type { Sendable } from './stored-bytes'

export type File = { name: string; mimeType: string; bytes: Sendable }

/** A file name from a title: letters of any script stay; characters that file systems refuse go. */
export function fileName(title: string, extension: string): string {
  const letters = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .replace(/^[ .]+|[ .]+$/g, '')
  // Cut by code point: half a surrogate pair has no UTF-8 form, so archive, manifest and header would differ in the name.
  const base = Array.from(letters).slice(0, 100).join('')
  return `${base === '' ? 'document' : base}${extension}`
}
