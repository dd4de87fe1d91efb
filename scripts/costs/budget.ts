// What each file of stories is planned to cost in CPU seconds, and which files cost more.

/**
 * A file is dear when it takes more than FACTOR times its budget and SECONDS more. The seconds are for files that cost little, where the
 * start of a browser costs more than the story. On a busy machine the same work takes more CPU time: so budgets are raised by the factor
 * that the median file took more. That explains most of it, not all: where two threads share a core, the files that film took twice what
 * the median file did. So a dear file is named and fails nothing; a file without a budget does.
 */
const [FACTOR, SECONDS] = [1.6, 8]

export type Budget = Readonly<Record<string, number>>

/** A sentence for each file that costs clearly more than its budget. */
export function overdrawn(budget: Budget, costs: readonly (readonly [file: string, seconds: number])[]): string[] {
  const busy = busyness(budget, costs)
  return costs.flatMap(([file, seconds]) => {
    const planned = budget[file]
    if (planned === undefined || seconds <= planned * busy * FACTOR + SECONDS) return []
    return [
      `${file} took ${seconds.toFixed(0)} CPU seconds, its budget is ${planned}: if it does on a quiet machine too, make it cheaper (e2e/README.md says how), or raise the budget in e2e/budget.json.`,
    ]
  })
}

/** A sentence for each file that has run and has no budget, and for each budget of a file that no longer exists. */
export function unmatched(budget: Budget, ran: readonly string[], there: readonly string[]): string[] {
  const without = ran.filter((file) => budget[file] === undefined)
  const gone = Object.keys(budget).filter((file) => !there.includes(file))
  return [
    ...without.map((file) => `${file} has no budget: write the CPU seconds that it may take into e2e/budget.json.`),
    ...gone.map((file) => `${file} has a budget and is no file of stories: remove its line from e2e/budget.json.`),
  ]
}

/** How many times its budget the median file took; at least one. */
function busyness(budget: Budget, costs: readonly (readonly [file: string, seconds: number])[]): number {
  const times = costs.flatMap(([file, seconds]) => (budget[file] ? [seconds / budget[file]] : [])).sort((a, b) => a - b)
  return Math.max(1, times[Math.floor(times.length / 2)] ?? 1)
}
