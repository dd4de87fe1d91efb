// Who is served next when many wait: tenants take turns, within a tenant its signers do, and what one signer asks goes in its order. So
// nobody waits longer because somebody else has asked for much.

/** Without a signer: what a tenant asks for itself goes in its order. */
export type Place = { readonly tenant: string; readonly signer?: string }

/** Of one signer, of one tenant and in all; what is not named has no limit. What a tenant asks for itself is of no signer. */
export type LineLimits = {
  readonly waiting: { readonly signer?: number; readonly tenant: number; readonly all?: number }
  /** At once. */
  readonly served: { readonly signer?: number; readonly tenant?: number }
}

export class FairLine<T> {
  /** In the order of their turns: who had one goes to the end. Only those who wait are in it. */
  private readonly waiting = new Map<string, Map<string, T[]>>()
  private readonly served = new Map<string, Map<string, number>>()

  constructor(private readonly limits: LineLimits) {}

  /** False when too many of this signer, of this tenant or in all wait already. */
  join({ tenant, signer = '' }: Place, item: T): boolean {
    const { signer: ofSigner = Infinity, tenant: ofTenant, all = Infinity } = this.limits.waiting
    const signers = this.waiting.get(tenant) ?? new Map<string, T[]>()
    const items = signers.get(signer) ?? []
    if ((signer !== '' && items.length >= ofSigner) || howMany(signers) >= ofTenant) return false
    if (sum([...this.waiting.values()].map(howMany)) >= all) return false
    this.waiting.set(tenant, signers.set(signer, [...items, item]))
    return true
  }

  /** Null while nobody waits who may be served. Call `leave` when the work is done. */
  next(): { readonly place: Place; readonly item: T } | null {
    const { signer: ofSigner = Infinity, tenant: ofTenant = Infinity } = this.limits.served
    for (const [tenant, signers] of this.waiting) {
      const served = this.served.get(tenant) ?? new Map<string, number>()
      if (sum([...served.values()]) >= ofTenant) continue
      for (const [signer, [item, ...later]] of signers) {
        const own = served.get(signer) ?? 0
        if (item === undefined || (signer !== '' && own >= ofSigner)) continue
        toTheEnd(signers, signer, later.length > 0 ? later : null)
        toTheEnd(this.waiting, tenant, signers.size > 0 ? signers : null)
        this.served.set(tenant, served.set(signer, own + 1))
        return { place: { tenant, signer }, item }
      }
    }
    return null
  }

  leave({ tenant, signer = '' }: Place): void {
    const served = this.served.get(tenant)
    const still = (served?.get(signer) ?? 0) - 1
    if (still > 0) served?.set(signer, still)
    else served?.delete(signer)
    if (served?.size === 0) this.served.delete(tenant)
  }

  /** How many are served before the next of this signer. */
  before({ tenant, signer = '' }: Place): number {
    const tenants = [...this.waiting.keys()]
    const mine = tenants.indexOf(tenant)
    const ofMine = [...(this.waiting.get(tenant)?.keys() ?? [])].indexOf(signer)
    if (ofMine < 0) return 0
    // Until then each other tenant has a turn in every round, as long as somebody of it waits.
    const ofOthers = [...this.waiting.values()].map((signers, at) =>
      at === mine ? 0 : Math.min(howMany(signers), at < mine ? ofMine + 1 : ofMine),
    )
    return ofMine + sum(ofOthers)
  }

  /** Sends everybody away who waits. */
  clear(): T[] {
    const all = [...this.waiting.values()].flatMap((signers) => [...signers.values()].flat())
    this.waiting.clear()
    return all
  }
}

/** Null: no longer in the line. */
function toTheEnd<V>(line: Map<string, V>, name: string, value: V | null): void {
  line.delete(name)
  if (value !== null) line.set(name, value)
}

const howMany = (signers: Map<string, readonly unknown[]>): number => sum([...signers.values()].map(({ length }) => length))
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
