// The pool of workers that read strangers' files: few workers, a line for each tenant, a limit of time for each task, and what is known of
// the tasks of before.

import { availableParallelism } from 'node:os'
import type { Made, TaskName } from '../../documents/protocol'
import { FairLine, type LineLimits } from '../../domain/fair-line'
import { Problem } from '../../domain/problem'
import type { DocumentTask, DocumentTasks } from '../../operations/kernel/document-tasks'
import { LIMITS, MEMORY, PATIENCE_MS, STRANGER, type Limit, type StrangerLimits } from './limits'
import { keyOf, Remembered } from './remembered'
import { SpentTime } from './spent-time'
import { TaskFailed, WorkerLost, WorkerProcess, type WorkerSettings } from './worker-process'

/** Now and then a worker is replaced, whatever it holds. */
const TASKS_PER_WORKER = 500
const AGAIN_AFTER_SECONDS = 5

/** How many tasks of one tenant run at once. There is one worker more, so that the next tenant never waits for them. */
const SERVED = Math.min(4, Math.max(2, availableParallelism()))

type PoolSettings = Pick<WorkerSettings, 'file'> & {
  log: { [Level in 'warn' | 'error']: (fields: Record<string, unknown>, message: string) => void }
  memory?: WorkerSettings['memory']
  patience?: number
  limits?: Readonly<Record<string, Limit>>
  stranger?: StrangerLimits
  line?: PoolLine
  now?: () => number
}

type PoolLine = LineLimits & { served: { tenant: number } }
type Queued = { name: string; task: AnyTask; resolve: (made: unknown) => void; reject: (cause: unknown) => void }
type AnyTask = DocumentTask<TaskName>

export class DocumentPool implements DocumentTasks {
  private readonly all: readonly WorkerProcess[]
  /** The one that became idle last is used first, so that another one starts only when it is needed. */
  private readonly idle: WorkerProcess[]
  private readonly line: FairLine<Queued>
  private readonly remembered: Remembered
  private readonly stranger: StrangerLimits
  private readonly spentTime: SpentTime
  private readonly running = new Map<string, Promise<unknown>>()
  private readonly limits: Readonly<Record<string, Limit>>
  private readonly served: number
  private readonly log: PoolSettings['log']
  private closed = false

  constructor({
    file,
    log,
    memory = MEMORY,
    patience = PATIENCE_MS,
    limits = LIMITS,
    stranger = STRANGER,
    line = { waiting: { signer: stranger.waiting, tenant: 100, all: 1_000 }, served: { signer: 1, tenant: SERVED } },
    now = Date.now,
  }: PoolSettings) {
    this.all = Array.from({ length: line.served.tenant + 1 }, () => new WorkerProcess({ file, memory, patience }))
    this.idle = this.all.toReversed()
    this.line = new FairLine(line)
    this.served = line.served.tenant
    this.remembered = new Remembered(now)
    this.spentTime = new SpentTime(stranger, now)
    this.stranger = stranger
    this.limits = limits
    this.log = log
  }

  /** Starts the workers that one tenant can keep busy, before somebody waits for their start. */
  warm(): void {
    for (const worker of this.all.slice(0, this.served)) worker.start()
  }

  async run<N extends TaskName>(name: N, task: DocumentTask<N>): Promise<Made<N>> {
    return (await (task.outside ? this.queued(name, task) : this.once(name, task))) as Made<N>
  }

  /** Refuses the tasks that wait and ends the ones that run. */
  close(): void {
    this.closed = true
    for (const { reject } of this.line.clear()) reject(stopping())
    for (const worker of this.all) worker.end(new WorkerLost('the server is stopping'))
  }

  /** Equal tasks are done once. Their failure is remembered, and their result where it is asked for again. */
  private async once(name: string, task: AnyTask): Promise<unknown> {
    const key = keyOf(name, task)
    const failure = this.remembered.failure(key)
    if (failure) throw failure
    const known = this.remembered.result(key)
    if (known) return known
    return this.running.get(key) ?? this.begun(key, name, task)
  }

  private begun(key: string, name: string, task: AnyTask): Promise<unknown> {
    const work = this.queued(name, task)
      .then(
        (made) => {
          if (this.limits[name]?.kept && made instanceof Uint8Array) this.remembered.keepResult(key, made)
          return made
        },
        (error: unknown) => {
          if (error instanceof Problem && !OF_THE_MOMENT.has(error.code)) this.remembered.keepFailure(key, error)
          throw error
        },
      )
      .finally(() => this.running.delete(key))
    this.running.set(key, work)
    return work
  }

  private queued(name: string, task: AnyTask): Promise<unknown> {
    if (this.closed) return Promise.reject(stopping())
    return new Promise((resolve, reject) => {
      if (task.signer !== undefined) this.spentTime.requireLeft(task.signer)
      if (this.line.join(task, { name, task, resolve, reject })) this.advance()
      else reject(new Problem('UNAVAILABLE.documents_busy', {}, { retryAfterSeconds: AGAIN_AFTER_SECONDS }))
    })
  }

  private advance(): void {
    while (this.idle.length > 0) {
      const next = this.line.next()
      const worker = next && this.idle.pop()
      if (!next || !worker) return
      void this.serve(worker, next.item)
    }
  }

  private async serve(worker: WorkerProcess, { name, task, resolve, reject }: Queued): Promise<void> {
    worker.spent = 0
    try {
      resolve(await this.done(worker, name, task))
    } catch (error) {
      reject(this.answerTo(error, name, task))
    } finally {
      this.line.leave(task)
      if (task.signer !== undefined) this.spentTime.spend(task.signer, worker.spent)
      if (!this.closed) this.renew(worker)
      this.idle.push(worker)
      this.advance()
    }
  }

  private async done(worker: WorkerProcess, name: string, { given, bytes, outside = {}, signer }: AnyTask): Promise<unknown> {
    const pieces = await bytes()
    const limit = this.limits[name]?.seconds
    if (limit === undefined) throw new TypeError('there is no such task')
    const seconds = signer === undefined ? limit : limit * this.stranger.shareOfTask
    if (this.closed) throw stopping()
    return worker.run({ task: name, given, pieces, outside, seconds })
  }

  /** A worker that has died, holds much memory, or has done much, is replaced before somebody waits for it. */
  private renew(worker: WorkerProcess): void {
    if (worker.tasksDone >= TASKS_PER_WORKER || worker.held > MEMORY.after * 2 ** 20) worker.end(new WorkerLost('replaced'))
    worker.start()
  }

  private answerTo(error: unknown, name: string, { tenant, sha256 }: AnyTask): unknown {
    const about = { task: name, tenant, sha256, error }
    if (error instanceof WorkerLost) {
      if (this.closed) return stopping()
      this.log.warn(about, 'a document took more time or memory than any should')
      return new Problem('DOCUMENT_DAMAGED.too_demanding')
    }
    if (!(error instanceof TaskFailed)) return error
    this.log.error(about, 'a task on a document failed')
    const broken = this.limits[name]?.broken
    return broken ? new Problem(broken) : error
  }
}

/** Refusals that say nothing of the file: nobody could or may read it now, or it was not the one that is meant. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INTEGRITY_FAULT', 'RATE_LIMITED'])

function stopping(): Problem {
  return new Problem('UNAVAILABLE.documents_stopping', {}, { retryAfterSeconds: AGAIN_AFTER_SECONDS })
}
