// One worker as the pool sees it: a process without environment, started when first needed, that does one task at a time. It ends itself
// when a task takes too much. It is a process, not a thread, because only that bounds all of its memory (decisions/0018).

import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { FromWorker, Outside, PlainProblem, ToWorker } from '../../documents/protocol'
import { Problem } from '../../domain/problem'
import type { Pieces } from '../../operations/kernel/stored-bytes'

// Taken from the process object: bundlers look for `fork` and would try to bundle the worker's file.
const { fork } = process.getBuiltinModule('node:child_process')

/** The worker has died of its task, or was ended. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost'
}

/** An error that nobody foresaw. `message` says where, and quotes no file. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed'
}

export type Job = {
  task: string
  given: unknown
  pieces: Pieces
  outside: Partial<Outside>
  /** Of the processor's time, so that a busy machine refuses no file. */
  seconds: number
}

export type WorkerSettings = {
  /** Absolute path of the built worker. */
  file: string
  /** Megabytes. */
  memory: { heap: number; all: number }
  /** Milliseconds until a task is given up that takes no time of the processor, such as one that waits for an answer from outside. */
  patience: number
}

type Running = {
  outside: Partial<Outside>
  /** The last error outside, which may be why the task failed. */
  cause?: unknown
  resolve: (made: unknown) => void
  reject: (cause: Error) => void
}

export class WorkerProcess {
  private child: ChildProcess | null = null
  private ready = false
  private running: Running | null = null
  tasksDone = 0
  /** Bytes of memory after the last task. */
  held = 0
  /** Milliseconds of the processor's time that the last task took; all that it might take, where it was ended. */
  spent = 0

  constructor(private readonly settings: WorkerSettings) {}

  start(): ChildProcess {
    if (this.child) return this.child
    const { file, memory } = this.settings
    const child = fork(file, [String(memory.all * 2 ** 20)], {
      // A process that reads files of strangers must not have the server's secrets.
      env: {} as NodeJS.ProcessEnv,
      execArgv: [`--max-old-space-size=${memory.heap}`],
      serialization: 'advanced',
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', (message: FromWorker) => this.hear(child, message))
    child.on('error', () => this.lost(child, 'error'))
    child.on('exit', (code, signal) => this.lost(child, signal ?? `code ${code}`))
    // Writing to a worker that has just died fails; that it died is noticed by itself.
    child.stdin?.on('error', () => undefined)
    this.child = child
    this.ready = false
    this.tasksDone = 0
    this.held = 0
    keepAlive(child, false)
    return child
  }

  /** One task at a time. */
  async run({ task, given, pieces, outside, seconds }: Job): Promise<unknown> {
    const child = this.start()
    keepAlive(child, true)
    this.spent = seconds * 1000
    const timer = setTimeout(() => this.end(new WorkerLost('the task waited too long')), this.settings.patience)
    try {
      return await new Promise((resolve, reject) => {
        this.running = { outside, resolve, reject }
        tell(child, { say: 'run', task, seconds, given, size: pieces.length })
        // A file that cannot be read to its end leaves a worker that waits for the rest.
        feed(child, pieces).catch((cause: Error) => this.end(cause))
      })
    } finally {
      clearTimeout(timer)
      this.running = null
      if (this.child === child) keepAlive(child, false)
    }
  }

  /** Ends the process, and the task that runs; the next task starts a new one. */
  end(cause: Error): void {
    const { child, running } = this
    this.child = null
    child?.kill('SIGKILL')
    running?.reject(cause)
  }

  private lost(child: ChildProcess, how: string): void {
    // A worker that was ended has been forgotten already.
    if (this.child === child) this.end(this.ready ? new WorkerLost(`the worker died: ${how}`) : new TaskFailed('the worker does not start'))
  }

  private hear(child: ChildProcess, message: FromWorker): void {
    if (this.child !== child) return
    switch (message.say) {
      case 'ready':
        this.ready = true
        return
      case 'ask':
        return void this.answer(child, message)
      case 'end':
        this.tasksDone++
        this.held = message.held
        this.spent = message.spent
        return this.settle(message)
    }
  }

  private settle(outcome: Extract<FromWorker, { say: 'end' }>): void {
    const { running } = this
    if ('made' in outcome) running?.resolve(outcome.made)
    else if ('refused' in outcome) running?.reject(problemOf(outcome.refused))
    else running?.reject(new TaskFailed(outcome.failed, { cause: running.cause }))
  }

  private async answer(child: ChildProcess, { call, of, bytes }: Extract<FromWorker, { say: 'ask' }>): Promise<void> {
    const { running } = this
    const asked = running?.outside[of]
    if (!running || !asked) return this.end(new TaskFailed(`the task may not ask for ${of}`))
    try {
      const answer = { bytes: await asked(bytes) }
      if (this.running === running) tell(child, { say: 'answer', call, answer })
    } catch (error) {
      running.cause = error
      if (this.running === running) tell(child, { say: 'answer', call, answer: { failed: 'the world outside did not answer' } })
    }
  }
}

function problemOf({ says, parameters, extra }: PlainProblem): Problem {
  return new Problem(...([says, parameters, extra] as ConstructorParameters<typeof Problem>))
}

function tell(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => undefined)
}

/** No more of the file is read than the worker has taken. */
async function feed({ stdin }: ChildProcess, pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    if (!stdin || stdin.destroyed) return
    if (!stdin.write(piece)) await taken(stdin)
  }
}

function taken(stdin: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close']) stdin.off(event, go)
      resolve()
    }
    for (const event of ['drain', 'close']) stdin.on(event, go)
  })
}

/** An idle worker does not keep the server's process alive. */
function keepAlive(child: ChildProcess, yes: boolean): void {
  for (const one of [child, child.channel, child.stdin as Socket | null]) {
    if (yes) one?.ref()
    else one?.unref()
  }
}
