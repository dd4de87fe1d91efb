// The pool that reads frames away from the server's event loop: few workers, a bounded queue and a time limit.
import type { DocumentFrames, DocumentReading } from './document/analyse'
import { Analyst } from './engine/analyst'
import type { Task } from './engine/protocol'
import type { SelfieFrames, SelfieStepReading } from './liveness/step'

// Thrown when more tasks wait than the queue may hold, and while the server is shutting down: the caller should try again shortly.
export class AnalysisBusy extends Error {}

export type PoolSettings = {
  // Absolute path of the built worker.
  readonly workerFile: string
  // 1 or 2: each takes 350 to 650 MB and a core.
  readonly workers?: 1 | 2
  readonly queueLimit?: number
  readonly timeoutMs?: number
}

// Now and then a worker is replaced, because WebAssembly memory grows and never shrinks.
const TASKS_PER_WORKER = 400

type Queued = {
  readonly task: Task
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

export class AnalysisPool {
  private readonly idle: Analyst[]
  private readonly all: readonly Analyst[]
  private readonly queue: Queued[] = []
  private readonly queueLimit: number
  private readonly timeoutMs: number
  private closed = false

  constructor({ workerFile, workers = 1, queueLimit = 16, timeoutMs = 60_000 }: PoolSettings) {
    this.all = Array.from({ length: workers }, () => new Analyst(workerFile))
    // The worker that became idle last is used first, so a second one starts only when the first is busy.
    this.idle = [...this.all].reverse()
    this.queueLimit = queueLimit
    this.timeoutMs = timeoutMs
  }

  // Loads the models of the first worker, which takes a second, before a signer needs them.
  async warm(): Promise<void> {
    await this.all[0]?.start()
  }

  analyseDocumentFrames(input: DocumentFrames): Promise<DocumentReading> {
    return this.enqueue({ kind: 'document', input }) as Promise<DocumentReading>
  }

  analyseSelfieStep(input: SelfieFrames): Promise<SelfieStepReading> {
    return this.enqueue({ kind: 'selfie', input }) as Promise<SelfieStepReading>
  }

  // Refuses the tasks that wait and ends the ones that run.
  close(): void {
    this.closed = true
    const cause = new AnalysisBusy('the server is shutting down')
    for (const { reject } of this.queue.splice(0)) reject(cause)
    for (const analyst of this.all) analyst.end(cause)
  }

  private enqueue(task: Task): Promise<unknown> {
    if (this.closed) return Promise.reject(new AnalysisBusy('the server is shutting down'))
    if (this.queue.length >= this.queueLimit) return Promise.reject(new AnalysisBusy(`${this.queueLimit} analyses are waiting already`))
    return new Promise((resolve, reject) => {
      this.queue.push({ task, resolve, reject })
      this.next()
    })
  }

  private next(): void {
    const analyst = this.queue.length > 0 ? this.idle.pop() : undefined
    const queued = analyst && this.queue.shift()
    if (!analyst || !queued) return
    void analyst
      .run(queued.task, this.timeoutMs)
      .then(queued.resolve, queued.reject)
      .finally(() => {
        if (analyst.tasksDone >= TASKS_PER_WORKER) analyst.end(new AnalysisBusy('replaced'))
        this.idle.push(analyst)
        this.next()
      })
  }
}
