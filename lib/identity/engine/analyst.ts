// One worker thread as the pool sees it: started when first needed, one task at a time, ended when it fails or takes too long.
import type { Worker } from 'node:worker_threads'
import type { Answer, FromWorker, Task } from './protocol'

export class AnalysisFailed extends Error {}
export class AnalysisTimeout extends Error {}

// Taken from the process object: bundlers look for `new Worker` and would try to bundle the worker's file.
const { Worker: WorkerThread } = process.getBuiltinModule('node:worker_threads')

// The models take 350 to 650 MB, mostly outside the heap; this limits only the heap.
const HEAP_MB = 768

// The pictures of a task change hands: copying them would take the serving thread's time. Those that lie in a larger buffer are copied, so
// that nothing else of it leaves.
function picturesIn({ kind, input }: Task): ArrayBuffer[] {
  const frames = kind === 'document' ? [...input.stills, ...input.movement.frames] : kind === 'selfie' ? input.frames : [input]
  const buffers = frames.flatMap(({ jpeg: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  )
  return [...new Set(buffers)]
}

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (cause: Error) => void }

export class Analyst {
  private worker: Worker | null = null
  private ready: Promise<void> | null = null
  private refuse: (cause: Error) => void = () => undefined
  private waiting: Waiting | null = null
  tasksDone = 0

  constructor(private readonly file: string) {}

  // Loads the models, about a second.
  start(): Promise<void> {
    if (this.ready) return this.ready
    // No environment: a worker that parses pictures of strangers must not have the server's secrets.
    const worker = new WorkerThread(this.file, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const ready = new Promise<void>((resolve, reject) => {
      this.refuse = reject
      worker.on('message', (message: FromWorker) => {
        // A message of a worker that was ended meanwhile is ignored.
        if (this.worker !== worker) return
        // An idle worker does not keep the process alive; run() takes it back.
        worker.unref()
        if (message.say === 'ready') resolve()
        else this.hear(message)
      })
    })
    const gone = (cause: Error) => {
      if (this.worker === worker) this.end(cause)
    }
    worker.on('error', (error) => gone(new AnalysisFailed(`the identity worker failed: ${error.message}`)))
    worker.on('exit', () => gone(new AnalysisFailed('the identity worker ended')))
    // A task that waits for the start meets this rejection itself. Where none waits, it must not go unhandled.
    ready.catch(() => undefined)
    this.worker = worker
    this.ready = ready
    return ready
  }

  private hear(answer: Answer): void {
    const { waiting } = this
    this.waiting = null
    this.tasksDone++
    if (answer.say === 'done') waiting?.resolve(answer.result)
    else waiting?.reject(new AnalysisFailed(answer.message))
  }

  // Runs one task at a time. The start of the worker counts towards the time limit.
  async run(task: Task, timeoutMs: number): Promise<unknown> {
    const timer = setTimeout(() => this.end(new AnalysisTimeout(`the analysis took longer than ${timeoutMs} ms`)), timeoutMs)
    try {
      return await new Promise((resolve, reject) => {
        // Set before the worker has started, so that its end is noticed during the start, too.
        const waiting = { resolve, reject }
        this.waiting = waiting
        const give = () => {
          if (this.waiting !== waiting) return
          this.worker?.ref()
          this.worker?.postMessage(task, picturesIn(task))
        }
        this.start().then(give).catch(reject)
      })
    } finally {
      clearTimeout(timer)
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
