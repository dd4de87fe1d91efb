// What signatures allow to happen to their document afterwards: the permissions of DocMDP and the locks of FieldMDP (ISO 32000-2, 12.8.2).

import { lineage } from '../signature/field-lock'
import type { PdfDocument } from '../signature/pdf/document'
import type { Dict } from '../signature/pdf/objects'
import { rulesOf, type Lock } from '../signature/pdf/permissions'
import { ruleOf, type Place } from './change-kinds'

/** `dict`: of the signature field, whose lock counts too. */
type Locking = { signature: Dict; dict: Dict }

/**
 * The rules of all signatures of a document, in the order of signing. `permits` asks those of the signature with this index, and of all before
 * it: who signs agrees to what the document allows, and to no more.
 */
export class Permissions {
  /** The strictest DocMDP up to each signature; undefined before the first. */
  private readonly levels: (number | undefined)[] = []
  /** For each locked name, and for all names, the first signature that locks it. */
  private readonly lockedSince = new Map<string, number>()
  private everythingSince = Infinity
  private readonly exceptions: { since: number; free: ReadonlySet<string> }[] = []

  constructor(document: PdfDocument, signatures: readonly Locking[]) {
    let level: number | undefined
    for (const [index, { signature, dict }] of signatures.entries()) {
      for (const { level: asked, lock } of rulesOf(document, signature, dict)) {
        if (asked !== undefined) level = Math.min(level ?? 3, asked)
        if (lock) this.lock(lock, index)
      }
      this.levels.push(level)
    }
  }

  permits({ kind, field }: Place, signature: number): boolean {
    const level = this.levels[signature]
    switch (ruleOf(kind)) {
      case 'always':
        return true
      case 'filling':
        return level !== 1 && !this.locked(field, signature)
      case 'uncertified':
        return level === undefined && !this.locked(field, signature)
      case 'annotating':
        return level === 3
      case 'never':
        return false
    }
  }

  /** A name locks the fields below it, too. */
  private locked(field: string | undefined, signature: number): boolean {
    if (field === undefined) return false
    if (this.everythingSince <= signature) return true
    const names = lineage(field)
    if (names.some((name) => (this.lockedSince.get(name) ?? Infinity) <= signature)) return true
    return this.exceptions.some(({ since, free }) => since <= signature && !names.some((name) => free.has(name)))
  }

  private lock({ action, fields }: Lock, signature: number): void {
    if (action === 'All') this.everythingSince = Math.min(this.everythingSince, signature)
    else if (action === 'Exclude') this.exceptions.push({ since: signature, free: new Set(fields) })
    else for (const name of fields) if (!this.lockedSince.has(name)) this.lockedSince.set(name, signature)
  }
}
