// What the product must know of a kind of document: how its bytes are recognised, what is refused, and how its pages are pictured.

import type { FormName } from '../../signature/forms'
import type { Source } from '../../signature/pdf/source'

export const DOCUMENT_KINDS = ['pdf', 'docx', 'xlsx', 'xml'] as const

export type DocumentKind = {
  name: (typeof DOCUMENT_KINDS)[number]
  /** Stored with the document and shown by the API. */
  mimeType: string
  /** The end of the download's file name, with the dot. */
  extension: string
  /** The form of signatures on it: inside a PDF or XML file, beside anything else in an ASiC-E container. */
  signature: FormName
  /** The type of the signed file. */
  signed: { mimeType: string; extension: string }
  /** Judged by the bytes: the name and type that a client sends are easily wrong. Reads only a part of the file. */
  recognises(source: Source): boolean
  /** Throws a Problem that says what is wrong with the file and what to do. Memory is bounded, however large the file. */
  inspect(source: Source): Inspection | Promise<Inspection>
  /** A PNG of a page, counted from 1, `width` pixels wide; of a file without pages, one that says what it is. Throws a Problem. */
  picture(source: Source, page: number, width: number, name: string): Promise<Uint8Array>
}

/** `pages`: 0 for files without fixed pages, such as Word documents, which each program breaks differently. */
export type Inspection = { pages: number }
