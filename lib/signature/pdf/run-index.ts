// Answers which of many overlapping runs of numbers comes first for a number, in logarithmic time: a file may have thousands of sections
// with thousands of runs each, and every object is looked up in all of them.

export class RunIndex {
  /** Where the answer changes, in ascending order. */
  private readonly bounds: Float64Array
  /** For each stretch that begins at a bound, the first run over it; -1 for none. */
  private readonly owners: Int32Array

  /** The earlier a run stands in the list, the more it counts. */
  constructor(runs: readonly { start: number; count: number }[]) {
    this.bounds = new Float64Array(2 * runs.length)
    runs.forEach(({ start, count }, index) => this.bounds.set([start, start + count], 2 * index))
    this.bounds.sort()
    this.owners = new Int32Array(this.bounds.length).fill(-1)
    // For each stretch, a later one that may still be free: what is taken is passed over at once, however many runs overlap.
    const later = Int32Array.from({ length: this.bounds.length + 1 }, (_, stretch) => stretch)
    const next = (stretch: number): number => later[stretch] ?? stretch
    const free = (stretch: number): number => {
      let at = stretch
      while (next(at) !== at) {
        later[at] = next(next(at))
        at = next(at)
      }
      return at
    }
    runs.forEach(({ start, count }, owner) => {
      const end = this.stretchOf(start + count)
      for (let stretch = free(this.stretchOf(start)); stretch < end; stretch = free(stretch)) {
        this.owners[stretch] = owner
        later[stretch] = stretch + 1
      }
    })
  }

  /** The place in the list of the first run that holds the number; -1 if none does. */
  at(number: number): number {
    return this.owners[this.stretchOf(number)] ?? -1
  }

  /** The last bound that is not above the number; -1 if there is none. */
  private stretchOf(number: number): number {
    let low = 0
    let high = this.bounds.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.bounds[middle] ?? 0) <= number) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
