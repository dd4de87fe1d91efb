// What signatures allow to happen to their document afterwards: the permissions of DocMDP and the locks of FieldMDP (ISO 32000-2, 12.8.2).

import { lineage } from '../signature/field-lock'
import type { PdfDocument } from '../signature/pdf/document'
import { Name, PdfString, stringText, type Dict, type PdfObject } from '../signature/pdf/objects'
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

  constructor(
    private readonly document: PdfDocument,
    signatures: readonly Locking[],
  ) {
    let level: number | undefined
    for (const [index, { signature, dict }] of signatures.entries()) {
      for (const { docMdp, lock } of this.rulesOf(signature, dict)) {
        if (docMdp !== undefined) level = Math.min(level ?? 3, docMdp)
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

  private rulesOf(signature: Dict, field: Dict): { docMdp?: number; lock?: Dict }[] {
    const { document } = this
    const references = document.get(signature.get('Reference'))
    const rules = (Array.isArray(references) ? references : []).map((item) => {
      const reference = document.get(item)
      if (!(reference instanceof Map)) return {}
      const method = document.get(reference.get('TransformMethod'))
      const parameters = document.get(reference.get('TransformParams'))
      if (!(method instanceof Name) || !(parameters instanceof Map)) return {}
      if (method.value === 'DocMDP') return { docMdp: this.level(parameters.get('P')) ?? 2 }
      return method.value === 'FieldMDP' ? { lock: parameters } : {}
    })
    const lock = document.get(field.get('Lock'))
    if (!(lock instanceof Map)) return rules
    const docMdp = this.level(lock.get('P'))
    return [...rules, { lock, ...(docMdp === undefined ? {} : { docMdp }) }]
  }

  private level(object: PdfObject | undefined): number | undefined {
    const value = this.document.get(object)
    return value === 1 || value === 2 || value === 3 ? value : undefined
  }

  private lock(lock: Dict, signature: number): void {
    const action = this.document.get(lock.get('Action'))
    const fields = this.document.get(lock.get('Fields'))
    const names = (Array.isArray(fields) ? fields : []).flatMap((item) => {
      const value = this.document.get(item)
      return value instanceof PdfString ? [stringText(value)] : []
    })
    this.document.budget.spend('steps', names.length)
    if (!(action instanceof Name)) return
    if (action.value === 'All') this.everythingSince = Math.min(this.everythingSince, signature)
    else if (action.value === 'Exclude') this.exceptions.push({ since: signature, free: new Set(names) })
    else for (const name of names) if (!this.lockedSince.has(name)) this.lockedSince.set(name, signature)
  }
}
