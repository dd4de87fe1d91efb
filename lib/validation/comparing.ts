// What the comparisons of two revisions share: both documents, the objects that differ, and where a finding is noted.

import type { PdfDocument } from '../signature/pdf/document'
import { Ref, type PdfArray, type PdfObject } from '../signature/pdf/objects'
import type { Place } from './change-kinds'
import type { Difference } from './compare'
import type { Territories } from './territories'

export type Comparing = {
  readonly before: PdfDocument
  readonly after: PdfDocument
  readonly difference: Difference
  readonly territories: Territories
  /** Objects of the older revision that are compared by rules of their own, key by key or item by item. */
  readonly ruled: Set<number>
  /** The fields of the newer revision whose signature is judged. What looks like a signature in any other field is none. */
  readonly judged: ReadonlySet<number>
  report(place: Place): void
}

export function arrayOf(document: PdfDocument, place: PdfObject | undefined): PdfArray {
  const value = document.get(place)
  return Array.isArray(value) ? value : []
}

/** Remembers which objects were compared with which: lists may be shared, and lead back. */
export class ComparedPairs {
  private readonly pairs = new Set<string>()

  first(old: PdfObject | undefined, now: PdfObject | undefined): boolean {
    if (!(old instanceof Ref) || !(now instanceof Ref)) return true
    const pair = `${old.number} ${now.number}`
    if (this.pairs.has(pair)) return false
    this.pairs.add(pair)
    return true
  }
}
