// One worker thread as the pool sees it: started when first needed, one task at a time, ended when it fails or takes too long.
import type { Worker } from 'node:worker_threads'
import type { FromWorker, Task, ToWorker } from './protocol'

class AnalysisFailed extends Error {}
export class AnalysisTimeout extends Error {}

// Through the process object, because bundlers follow `new Worker` and would try to pack the worker's file.
const { Worker: WorkerThread } = process.getBuiltinModule('node:worker_threads')

// The models take 350 to 650 MB, mostly outside the heap; this limits only the heap.
const HEAP_MB = 768

type Waiting = { readonly id: number; readonly resolve: (result: unknown) => void; readonly reject: (cause: Error) => void }

export class Analyst {
  private worker: Worker | null = null
  private ready: Promise<void> | null = null
  private refuse: (cause: Error) => void = () => undefined
  private waiting: Waiting | null = null
  private lastId = 0
  tasksDone = 0

  constructor(private readonly file: string) {}

  // Loads the models, about a second.
  start(): Promise<void> {
    if (this.ready) return this.ready
    // Without the environment: a worker that parses strangers' pictures needs none of the server's secrets.
    const worker = new WorkerThread(this.file, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const ready = new Promise<void>((resolve, reject) => {
      this.refuse = reject
      worker.on('message', (message: FromWorker) => {
        if (message.say !== 'ready') return this.hear(message)
        // An idle worker does not keep the process alive; run() takes it back.
        worker.unref()
        resolve()
      })
    })
    const gone = (cause: Error) => {
      if (this.worker === worker) this.end(cause)
    }
    worker.on('error', (error) => gone(new AnalysisFailed(`the identity worker failed: ${error.message}`)))
    worker.on('exit', () => gone(new AnalysisFailed('the identity worker ended')))
    // Whoever waits for it hears of a failed start; if nobody does, it is no unhandled rejection.
    ready.catch(() => undefined)
    this.worker = worker
    this.ready = ready
    return ready
  }

  private hear(message: Exclude<FromWorker, { say: 'ready' }>): void {
    const waiting = this.waiting
    if (!waiting || waiting.id !== message.id) return
    this.waiting = null
    this.tasksDone++
    this.worker?.unref()
    if (message.say === 'done') waiting.resolve(message.result)
    else waiting.reject(new AnalysisFailed(message.say === 'failed' ? message.message : 'cancelled'))
  }

  // One at a time. Cancelling is heard between two frames; a worker that is stuck in one is ended by the timeout.
  async run(task: Task, timeoutMs: number, signal: AbortSignal | undefined): Promise<unknown> {
    const id = ++this.lastId
    const tell = (message: ToWorker) => this.worker?.postMessage(message)
    const cancel = () => tell({ say: 'cancel', id })
    const timer = setTimeout(() => this.end(new AnalysisTimeout(`the analysis took longer than ${timeoutMs} ms`)), timeoutMs)
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      return await new Promise((resolve, reject) => {
        // It waits from the beginning, so that it hears of an end at whatever moment.
        this.waiting = { id, resolve, reject }
        const give = () => {
          if (this.waiting?.id !== id) return
          signal?.throwIfAborted()
          this.worker?.ref()
          tell({ say: 'analyse', id, task })
        }
        this.start()
          .then(give)
          .catch((cause: Error) => {
            if (this.waiting?.id === id) this.waiting = null
            reject(cause)
          })
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }

  // Ends the thread; the next task starts a new one.
  end(cause: Error): void {
    const { worker, waiting, refuse } = this
    this.worker = null
    this.ready = null
    this.waiting = null
    this.tasksDone = 0
    refuse(cause)
    waiting?.reject(cause)
    if (worker) void worker.terminate()
  }
}
