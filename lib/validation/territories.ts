// To which parts of a document each of its objects belongs. An object that changes is judged by all the parts that led to it when the
// document was signed: that something new names it, too, explains nothing.

import { referencesIn, type PdfDocument } from '../signature/pdf/document'
import type { PdfObject } from '../signature/pdf/objects'
import { ruleOf, type Place } from './change-kinds'

type Claim = { place: Place; drawn: boolean }
type Flood = { value: PdfObject | undefined } & Claim

const SHARED: Place = { kind: 'unexplained' }

export class Territories {
  private readonly claims = new Map<number, Claim>()
  private readonly floods: Flood[] = []

  /** `ruled`: objects that are compared by rules of their own, key by key or item by item. */
  constructor(
    private readonly document: PdfDocument,
    private readonly ruled: ReadonlySet<number>,
  ) {}

  /**
   * Everything that `value` leads to belongs to `place`. What is drawn is drawn from any object that it leads to. What is only described ends
   * where objects with rules of their own begin: a bookmark leads to its page, and does not show what stands there.
   */
  claim(value: PdfObject | undefined, place: Place, { drawn }: { drawn: boolean }): void {
    if (value !== undefined && value !== null && typeof value === 'object') this.floods.push({ value, place, drawn })
  }

  /** Once all claims are known: each object with the place it belongs to. */
  *settled(): Iterable<[number, Place]> {
    for (const flood of this.floods) this.spread(flood)
    this.floods.length = 0
    for (const [number, { place }] of this.claims) yield [number, place]
  }

  has(number: number): boolean {
    return this.claims.has(number)
  }

  private spread({ value, place, drawn }: Flood): void {
    const open = referencesIn(value ?? null)
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (!this.settle(number, place, drawn)) continue
      const targets = this.document.targets(number)
      this.document.budget.spend('steps', 1 + targets.length / 16)
      for (const target of targets) open.push(target)
    }
  }

  /** Whether the claim says something new of the object. It does so four times at most, so that the work grows with the number of objects. */
  private settle(number: number, place: Place, drawn: boolean): boolean {
    if (!drawn && this.ruled.has(number)) return false
    const claim = this.claims.get(number)
    if (!claim) {
      this.claims.set(number, { place, drawn })
      return true
    }
    const both = common(claim.place, place)
    if (both === claim.place && (claim.drawn || !drawn)) return false
    this.claims.set(number, { place: both, drawn: claim.drawn || drawn })
    return true
  }
}

/** What a change is of an object that belongs to two places: what neither would allow, and nothing that one alone allows. */
function common(one: Place, other: Place): Place {
  if (one === other || ruleOf(one.kind) === 'never') return one
  if (ruleOf(other.kind) === 'never') return other
  return one.kind === other.kind && one.field === other.field ? one : SHARED
}
