// A file as it is handed out, and titles of documents as names of files.

import type { Sendable } from './stored-bytes'

export type File = { name: string; mimeType: string; bytes: Sendable }

/** A title as the name of a file: letters of any script stay, what file systems dislike does not. */
export function fileName(title: string, extension: string): string {
  const letters = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .replace(/^[ .]+|[ .]+$/g, '')
  // By code point: half a letter has no UTF-8 form, so archive, manifest and header would disagree about the name.
  const base = Array.from(letters).slice(0, 100).join('')
  return `${base === '' ? 'document' : base}${extension}`
}
