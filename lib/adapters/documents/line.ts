// The line before the workers: one for each tenant, served by turns, so that the many files of one tenant do not keep the others waiting.

export type LineLimits = {
  /** How many may wait, of one tenant and in all. */
  waiting: { each: number; all: number }
  /** How many of one tenant are served at once. */
  served: number
}

export class Line<T> {
  /** In the order of their turns. */
  private readonly waiting = new Map<string, T[]>()
  private readonly served = new Map<string, number>()
  private length = 0

  constructor(private readonly limits: LineLimits) {}

  /** False: the line is full. */
  join(tenant: string, one: T): boolean {
    const own = this.waiting.get(tenant) ?? []
    const { each, all } = this.limits.waiting
    if (own.length >= each || this.length >= all) return false
    own.push(one)
    this.waiting.set(tenant, own)
    this.length++
    return true
  }

  /** Who is served next; undefined while nobody may be. The caller says when they have `left`. */
  next(): T | undefined {
    for (const [tenant, own] of this.waiting) {
      if ((this.served.get(tenant) ?? 0) >= this.limits.served) continue
      const first = own.shift()
      this.length--
      this.served.set(tenant, (this.served.get(tenant) ?? 0) + 1)
      // The next turn of this tenant comes after those of all others.
      this.waiting.delete(tenant)
      if (own.length > 0) this.waiting.set(tenant, own)
      return first
    }
    return undefined
  }

  left(tenant: string): void {
    const still = (this.served.get(tenant) ?? 1) - 1
    if (still > 0) this.served.set(tenant, still)
    else this.served.delete(tenant)
  }

  /** Sends everybody away who waits. */
  clear(): T[] {
    const all = [...this.waiting.values()].flat()
    this.waiting.clear()
    this.length = 0
    return all
  }
}
