// The process of a worker: does one task after the other, and asks the server for what lies outside. A second thread watches what it takes.

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Problem } from '../domain/problem'
import { LevelNotReached } from '../signature/level'
import { memorySource, type Source } from '../signature/pdf/source'
import { OUTSIDE_CALLS, type FromWorker, type Outside, type ToWorker } from './protocol'
import { begin, end, newTurns } from './turns'

type Task = (source: Source, given: never, outside: Outside) => unknown

/** `refusalOf`: the problem that an error stands for, if any. */
export function serve(tasks: Readonly<Record<string, Task>>, refusalOf: (error: unknown) => Problem | undefined): void {
  const { outside, hear } = asking()
  const turns = newTurns()
  const watched = watchdog(turns)
  const run = async ({ task, seconds, size, given }: Extract<ToWorker, { say: 'run' }>): Promise<void> => {
    await watched
    begin(turns, seconds * 1000)
    const before = process.cpuUsage()
    const outcome = await outcomeOf(async () => {
      const work = tasks[task]
      if (!work) throw new TypeError('there is no such task')
      return work(memorySource(await received(size)), given as never, outside)
    }, refusalOf)
    const { user, system } = process.cpuUsage(before)
    say({ say: 'end', held: process.memoryUsage.rss(), spent: (user + system) / 1000, ...outcome })
    end(turns)
  }
  process.on('message', (message: ToWorker) => {
    if (message.say === 'run') void run(message)
    else hear(message)
  })
  say({ say: 'ready' })
  // The server is gone.
  process.on('disconnect', () => process.exit(0))
  // A terminal sends its signals to workers too. They are needed until the server has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
}

function say(message: FromWorker): void {
  process.send?.(message)
}

async function outcomeOf(work: () => Promise<unknown>, refusalOf: (error: unknown) => Problem | undefined) {
  try {
    return { made: await work() }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) return { failed: framesOf(error) }
    const { says, parameters, extra } = refusal
    return { refused: { says, parameters, extra } }
  }
}

/** Which error, and where. Its message may quote the file, except that of a level that was not reached. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const cause = error.cause === undefined ? [] : [`caused by ${framesOf(error.cause)}`]
  const what = error instanceof LevelNotReached ? `${error.name}: ${error.message}` : error.name
  return [what, ...frames.slice(0, 8), ...cause].join('\n')
}

async function received(size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size)
  for (let at = 0; at < size;) {
    const piece = process.stdin.read() as Buffer | null
    if (piece) at += piece.copy(bytes, at)
    else await once(process.stdin, 'readable')
  }
  return bytes
}

type Waiting = { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }

function asking(): { outside: Outside; hear: (message: Extract<ToWorker, { say: 'answer' }>) => void } {
  const waiting = new Map<number, Waiting>()
  let calls = 0
  const asked = OUTSIDE_CALLS.map((of) => [
    of,
    (bytes: Uint8Array) =>
      new Promise<Uint8Array>((resolve, reject) => {
        waiting.set(++calls, { resolve, reject })
        say({ say: 'ask', call: calls, of, bytes })
      }),
  ])
  return {
    outside: Object.fromEntries(asked) as Outside,
    hear({ call, answer }) {
      if ('bytes' in answer) waiting.get(call)?.resolve(answer.bytes)
      else waiting.get(call)?.reject(new Error(answer.failed))
      waiting.delete(call)
    },
  }
}

/** The thread that ends this process when a task takes too much. */
function watchdog(turns: Int32Array): Promise<unknown> {
  const thread = new Worker(new URL('./document-watchdog.mjs', import.meta.url), {
    env: {},
    execArgv: [],
    workerData: { turns, mostBytes: Number(process.argv[2]) },
  })
  thread.unref()
  return once(thread, 'online')
}
