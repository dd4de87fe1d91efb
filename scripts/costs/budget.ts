// What each file of stories may cost in CPU seconds, and what to do where one costs more.

/**
 * A file fails when it takes more than FACTOR times its budget and SECONDS more. The seconds are for files that cost little, where the
 * start of a browser costs more than the story. On a busy machine the same work takes more CPU time, most of all filming in real time: so
 * budgets are raised by the factor that the median file took more.
 */
const [FACTOR, SECONDS] = [1.6, 8]

export type Budget = Readonly<Record<string, number>>

/** A sentence for each file that costs clearly more than its budget, or has none. */
export function overdrawn(budget: Budget, costs: readonly (readonly [file: string, seconds: number])[]): string[] {
  const busy = busyness(budget, costs)
  return costs.flatMap(([file, seconds]) => {
    const planned = budget[file]
    const took = `${file} took ${seconds.toFixed(0)} CPU seconds`
    if (planned === undefined) return [`${took} and has no budget: write what it may take into e2e/budget.json.`]
    if (seconds <= planned * busy * FACTOR + SECONDS) return []
    return [
      `${took}, its budget is ${planned}: make it cheaper (e2e/README.md says how), or raise the budget in e2e/budget.json and say why in the commit.`,
    ]
  })
}

/** How many times its budget the median file took; at least one. */
function busyness(budget: Budget, costs: readonly (readonly [file: string, seconds: number])[]): number {
  const times = costs.flatMap(([file, seconds]) => (budget[file] ? [seconds / budget[file]] : [])).sort((a, b) => a - b)
  return Math.max(1, times[Math.floor(times.length / 2)] ?? 1)
}

/** Budgets of files that no longer exist. */
export function unused(budget: Budget, files: readonly string[]): string[] {
  return Object.keys(budget)
    .filter((file) => !files.includes(file))
    .map((file) => `${file} has a budget and is no file of stories: remove its line from e2e/budget.json.`)
}
