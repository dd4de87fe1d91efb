// What each file of stories may cost in CPU seconds, and what to do where one costs more.

/**
 * The same work takes up to a third more CPU time on a busy machine; a budget is overdrawn only where that cannot be the reason. The seconds
 * on top are for files that cost little: a browser that starts weighs more there than the story.
 */
const [FACTOR, SECONDS] = [1.6, 8]

export type Budget = Readonly<Record<string, number>>

/** A sentence for each file that costs clearly more than its budget, or has none. */
export function overdrawn(budget: Budget, costs: readonly (readonly [file: string, seconds: number])[]): string[] {
  return costs.flatMap(([file, seconds]) => {
    const planned = budget[file]
    const took = `${file} took ${seconds.toFixed(0)} CPU seconds`
    if (planned === undefined) return [`${took} and has no budget: write what it may take into e2e/budget.json.`]
    if (seconds <= planned * FACTOR + SECONDS) return []
    return [
      `${took}, its budget is ${planned}: make it cheaper (e2e/README.md says how), or raise the budget in e2e/budget.json and say why in the commit.`,
    ]
  })
}

/** Of files that are gone. */
export function unused(budget: Budget, files: readonly string[]): string[] {
  return Object.keys(budget)
    .filter((file) => !files.includes(file))
    .map((file) => `${file} has a budget and is no file of stories: remove its line from e2e/budget.json.`)
}
