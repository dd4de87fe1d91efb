// What a format can do: recognise a file of its kind by the bytes, and refuse one that cannot be signed.

import type { Source } from '../../signature/pdf/source'
import type { KindName, Remark } from '../kinds'

export type Format = {
  kind: KindName
  /** Judged by the bytes: the name and type that a client sends are easily wrong. Reads only a part of the file. */
  recognises(source: Source): boolean
  /** Throws a Problem that says what is wrong with the file and what to do. Memory is bounded, however large the file. */
  inspect(source: Source, given: Inspecting): Inspection | Promise<Inspection>
}

/** `acceptDecrypted`: whoever uploads says that an unencrypted copy may be signed. */
export type Inspecting = { acceptDecrypted: boolean }

/** `pages`: 0 for files without fixed pages, such as Word documents, which each program breaks differently. */
export type Inspection = {
  pages: number
  /** Parts of the pages that readers can show and hide. */
  layers: number
  /** Annotations that readers show on the screen and leave out on paper. */
  unprinted: number
  remarks: readonly Remark[]
  /** What is signed instead of the uploaded bytes. */
  mended?: Uint8Array
}
