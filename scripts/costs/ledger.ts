// CPU time by file of stories: what a tree of processes has taken since it was last read is divided among the files that ran meanwhile.

export class Ledger {
  private readonly seconds = new Map<string, number>()
  private readonly seen = new Map<number, number>()

  /**
   * `total`: what the tree of this root has taken until now. It can fall, because the time of a process for which its parent did not wait
   * is lost when it ends. Then nothing is booked, and nothing is taken back.
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
