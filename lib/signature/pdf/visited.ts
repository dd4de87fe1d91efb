// Remembers where a walk has been, so that parts that are shared, or lead back, are walked once.

import { Ref, type PdfObject } from './objects'

export class Visited {
  private readonly numbers = new Set<number>()

  /** Whether the walk comes to this for the first time. A direct object stands in one place, so a walk cannot come to it twice. */
  first(object: PdfObject | undefined): boolean {
    if (!(object instanceof Ref)) return true
    if (this.numbers.has(object.number)) return false
    this.numbers.add(object.number)
    return true
  }
}
