// What the product must know of a kind of document: how its bytes are recognised, what is refused, and how its pages are pictured.

import type { FormName } from '../../signature/forms'
import type { Source } from '../../signature/pdf/source'

export type DocumentKind = {
  name: 'pdf' | 'docx' | 'xlsx' | 'xml'
  /** Stored with the document and shown by the API. */
  mimeType: string
  /** Of the name under which the document is downloaded, with its dot. */
  extension: string
  /** The form of signatures on it: inside a PDF or XML file, beside anything else in an ASiC-E container. */
  signature: FormName
  /** What a signed one is. */
  signed: { mimeType: string; extension: string }
  /** By the bytes: the name and the type that a client sends along are easily wrong. Reads no more than it needs. */
  recognises(source: Source): boolean
  /** Throws a Problem that says what is wrong with the file and what to do. Memory is bounded, however large the file. */
  inspect(source: Source): Inspection | Promise<Inspection>
  /** A PNG of a page, counted from 1, `width` pixels wide; of a file without pages, one that says what it is. Throws a Problem. */
  picture(source: Source, page: number, width: number, name: string): Promise<Uint8Array>
}

/** `pages`: 0 for a file that has none of its own, such as a Word document, whose pages each program breaks differently. */
export type Inspection = { pages: number }
