// Who is served next when many wait: tenants take turns, within a tenant its signers do, and what one signer asks goes in its order.

export type Place = { readonly tenant: string; readonly signer: string }

export class FairLine<T> {
  // In the order of their turns: who had one goes to the end. Only those who wait are in it.
  private readonly tenants = new Map<string, Map<string, T[]>>()
  // Signers who are being served. They take no second place meanwhile.
  private readonly served = new Set<string>()

  constructor(private readonly most: { readonly perSigner: number; readonly perTenant: number }) {}

  // False when too many of this signer or tenant wait already.
  join({ tenant, signer }: Place, item: T): boolean {
    const signers = this.tenants.get(tenant) ?? new Map<string, T[]>()
    const items = signers.get(signer) ?? []
    const waiting = [...signers.values()].reduce((sum, { length }) => sum + length, 0)
    if (items.length >= this.most.perSigner || waiting >= this.most.perTenant) return false
    this.tenants.set(tenant, signers.set(signer, [...items, item]))
    return true
  }

  // Null when nobody waits who is not being served. Call `leave` when the work is done.
  next(): { readonly place: Place; readonly item: T } | null {
    for (const [tenant, signers] of this.tenants) {
      for (const [signer, [item, ...later]] of signers) {
        if (item === undefined || this.served.has(signer)) continue
        toTheEnd(signers, signer, later.length > 0 ? later : null)
        toTheEnd(this.tenants, tenant, signers.size > 0 ? signers : null)
        this.served.add(signer)
        return { place: { tenant, signer }, item }
      }
    }
    return null
  }

  leave({ signer }: Place): void {
    this.served.delete(signer)
  }

  // How many are served before the next of this signer.
  before({ tenant, signer }: Place): number {
    const tenants = [...this.tenants.keys()]
    const mine = tenants.indexOf(tenant)
    const ofMine = [...(this.tenants.get(tenant)?.keys() ?? [])].indexOf(signer)
    if (ofMine < 0) return 0
    // Until then each other tenant has a turn in every round, as long as somebody of it waits.
    const ofOthers = tenants.map((other, at) => {
      const waiting = [...(this.tenants.get(other)?.values() ?? [])].reduce((sum, { length }) => sum + length, 0)
      return at === mine ? 0 : Math.min(waiting, at < mine ? ofMine + 1 : ofMine)
    })
    return ofOthers.reduce((sum, count) => sum + count, ofMine)
  }

  // Empties the line.
  clear(): T[] {
    const all = [...this.tenants.values()].flatMap((signers) => [...signers.values()].flat())
    this.tenants.clear()
    return all
  }
}

// Null: no longer in the line.
function toTheEnd<V>(line: Map<string, V>, name: string, value: V | null): void {
  line.delete(name)
  if (value !== null) line.set(name, value)
}
