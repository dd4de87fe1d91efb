// Who took how much CPU time: what a tree of processes has taken since it was last looked at is shared out among those it worked for.

export class Ledger {
  private readonly seconds = new Map<string, number>()
  private readonly seen = new Map<number, number>()

  /**
   * `total`: what the tree of this root has taken until now. A process that nobody waited for takes its time with it when it ends, so that
   * a total can fall: then nothing is booked, and nothing is taken back.
   */
  book(root: number, total: number, names: readonly string[]): void {
    const grown = Math.max(0, total - (this.seen.get(root) ?? 0))
    this.seen.set(root, total)
    for (const name of names) this.seconds.set(name, (this.seconds.get(name) ?? 0) + grown / names.length)
  }

  of(name: string): number {
    return this.seconds.get(name) ?? 0
  }

  /** The most expensive first. */
  get entries(): (readonly [name: string, seconds: number])[] {
    return [...this.seconds].sort(([, a], [, b]) => b - a)
  }
}
