// A memory of what was read last, with a limit: what is forgotten is read again, at the expense of the document's budget.

export class Kept<K, V> {
  private readonly values = new Map<K, V>()
  private weight = 0

  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    return this.values.get(key)
  }

  /** Forgets everything else when there is no room: which entries are the better ones, a hostile file would know too. */
  set(key: K, value: V, weight: number): void {
    this.weight += weight
    if (this.weight > this.most) {
      this.values.clear()
      this.weight = weight
    }
    this.values.set(key, value)
  }
}
