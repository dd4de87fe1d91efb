// Proofs of existence (EN 319 102-1, 5.6.2.3): what provably existed when. Each valid time-stamp adds those of all that it is over.

import { sha256Hex } from '../crypto/algorithms'
import type { Der } from '../crypto/der'

const names = new WeakMap<Der, string>()

export class Proofs {
  private readonly earliest = new Map<string, Date>()

  /** Everything that is at hand exists now. */
  constructor(readonly now: Date) {}

  add(things: Iterable<Der>, at: Date): void {
    for (const thing of things) {
      const name = nameOf(thing)
      const known = this.earliest.get(name)
      if (!known || at < known) this.earliest.set(name, at)
    }
  }

  /** The earliest time at which it provably existed. */
  of(thing: Der): Date {
    return (this.earliest.size > 0 ? this.earliest.get(nameOf(thing)) : undefined) ?? this.now
  }

  /** Whether a time-stamp is over it. */
  has(thing: Der): boolean {
    return this.earliest.size > 0 && this.earliest.has(nameOf(thing))
  }
}

function nameOf(thing: Der): string {
  const name = names.get(thing) ?? sha256Hex(thing)
  names.set(thing, name)
  return name
}
