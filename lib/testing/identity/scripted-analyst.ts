// For tests: a worker of the pool that reads nothing, and answers when the test says so.
import type { PoolSettings } from '../../identity/analysis-pool'
import type { Task } from '../../identity/engine/protocol'

/** `taken`: the tasks in the order in which they came; `answer` ends the one that runs. */
export function scriptedAnalyst() {
  const taken: Task[] = []
  let running: { resolve: (result: unknown) => void; reject: (cause: Error) => void } | null = null
  const take = () => {
    const ended = running
    running = null
    return ended
  }
  const analyst: PoolSettings['analysts'][number] = {
    tasksDone: 0,
    start: () => Promise.resolve(),
    run: (task) => {
      taken.push(task)
      return new Promise((resolve, reject) => (running = { resolve, reject }))
    },
    end: (cause) => take()?.reject(cause),
  }
  return { analyst, taken, answer: (result: unknown) => take()?.resolve(result), isReading: () => running !== null }
}
