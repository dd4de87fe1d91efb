// The pool that reads frames away from the server's event loop: few workers, a fair line before them, and limits of time.
import { FairLine } from '../domain/fair-line'
import type { DocumentFrames, DocumentReading } from './document/analyse'
import type { PortraitPicture } from './chip/portrait'
import type { Analyst } from './engine/analyst'
import type { Task } from './engine/protocol'
import type { Embedding } from './face/embedding'
import type { SelfieFrames, SelfieStepReading } from './liveness/step'

// Too many readings of this signer or tenant wait, or the server is shutting down: the caller should try again shortly.
export class AnalysisBusy extends Error {}
// Another reading of this check is going on.
export class AnalysisGoing extends Error {}
// This check has had its time with the workers.
export class AnalysisSpent extends Error {
  constructor(readonly waitMs: number) {
    super(`the readings of this check have taken ${BUDGET.ms} ms`)
  }
}

// For whom frames are read. `check`: the check of identity that they belong to.
export type Reader = { readonly tenant: string; readonly signer: string; readonly check: string }

export type PoolSettings = {
  // 1 or 2: each takes 350 to 650 MB and a core.
  readonly analysts: readonly Pick<Analyst, 'start' | 'run' | 'end' | 'tasksDone'>[]
  readonly timeoutMs?: number
  // Milliseconds of any monotonic clock.
  readonly now?: () => number
}

// Now and then a worker is replaced, because WebAssembly memory grows and never shrinks.
const TASKS_PER_WORKER = 400
// A selfie has five steps at most; a signer who has filmed it twice waits for ten. While one of a signer is read, the next one waits.
const LINE = { waiting: { signer: 10, tenant: 500 }, served: { signer: 1 } }
// Worker time of one check: an honest one takes half a minute, and several on a machine that is busy with other things.
const BUDGET = { ms: 600_000, windowMs: 3_600_000 }

type Turn = {
  readonly reader: Reader
  readonly prepare: () => Promise<Task>
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

export class AnalysisPool {
  private readonly idle: PoolSettings['analysts'][number][]
  private readonly line = new FairLine<Turn>(LINE)
  // Readings that wait or run, by check; and those that run.
  private readonly going = new Map<string, number>()
  private readonly running = new Set<Turn>()
  private readonly spent = new Map<string, { ms: number; until: number }>()
  private closed = false

  constructor(private readonly settings: PoolSettings) {
    // The worker that became idle last is used first, so a second one starts only when the first is busy.
    this.idle = [...settings.analysts].reverse()
  }

  // Loads the models of the first worker, which takes a second, before a signer needs them.
  async warm(): Promise<void> {
    await this.settings.analysts[0]?.start()
  }

  // `prepare` is called when the turn has come: until then no picture is in memory. What it answers is given away to the worker.
  analyseDocumentFrames(reader: Reader, prepare: () => Promise<DocumentFrames>): Promise<DocumentReading> {
    if (this.going.has(reader.check)) return Promise.reject(new AnalysisGoing('another side or shot is being read'))
    return this.enqueue(reader, async () => ({ kind: 'document', input: await prepare() })) as Promise<DocumentReading>
  }

  // Steps may wait together: each arrives while the one before is read. They are read one after the other.
  analyseSelfieStep(reader: Reader, prepare: () => Promise<SelfieFrames>): Promise<SelfieStepReading> {
    return this.enqueue(reader, async () => ({ kind: 'selfie', input: await prepare() })) as Promise<SelfieStepReading>
  }

  // The face in the portrait of a chip; null where there is none.
  readPortrait(reader: Reader, prepare: () => Promise<PortraitPicture>): Promise<Embedding | null> {
    return this.enqueue(reader, async () => ({ kind: 'portrait', input: await prepare() })) as Promise<Embedding | null>
  }

  // How many readings of others come before the one of this signer; null when nothing of this check is being read or waits.
  othersBefore({ check, ...place }: Reader): number | null {
    if (!this.going.has(check)) return null
    const others = [...this.running].filter(({ reader }) => reader.signer !== place.signer).length
    // A signer who is being read comes at once.
    return others < this.running.size ? 0 : others + this.line.before(place)
  }

  // Refuses the tasks that wait and ends the ones that run.
  close(): void {
    this.closed = true
    for (const turn of this.line.clear()) this.end(turn, (waiting) => waiting.reject(shuttingDown()))
    for (const analyst of this.settings.analysts) analyst.end(shuttingDown())
  }

  private enqueue(reader: Reader, prepare: () => Promise<Task>): Promise<unknown> {
    if (this.closed) return Promise.reject(shuttingDown())
    const now = this.now()
    const { ms, until } = this.spentBy(reader.check, now)
    if (ms >= BUDGET.ms) return Promise.reject(new AnalysisSpent(until - now))
    return new Promise((resolve, reject) => {
      if (!this.line.join(reader, { reader, prepare, resolve, reject })) throw new AnalysisBusy('too many analyses are waiting already')
      this.going.set(reader.check, (this.going.get(reader.check) ?? 0) + 1)
      this.serve()
    })
  }

  private serve(): void {
    while (this.idle.length > 0) {
      const next = this.line.next()
      const analyst = next && this.idle.pop()
      if (!analyst) return
      void this.read(analyst, next.item)
    }
  }

  private async read(analyst: PoolSettings['analysts'][number], turn: Turn): Promise<void> {
    const began = this.now()
    this.running.add(turn)
    const outcome = await this.answer(analyst, turn)
    this.running.delete(turn)
    this.spend(turn.reader.check, began)
    this.line.leave(turn.reader)
    if (analyst.tasksDone >= TASKS_PER_WORKER) analyst.end(new AnalysisBusy('replaced'))
    this.idle.push(analyst)
    this.end(turn, outcome)
    this.serve()
  }

  private async answer(analyst: PoolSettings['analysts'][number], { prepare }: Turn): Promise<(turn: Turn) => void> {
    try {
      const task = await prepare()
      if (this.closed) throw shuttingDown()
      const result = await analyst.run(task, this.settings.timeoutMs ?? 60_000)
      return ({ resolve }) => resolve(result)
    } catch (cause) {
      return ({ reject }) => reject(cause)
    }
  }

  private end(turn: Turn, tell: (turn: Turn) => void): void {
    const left = (this.going.get(turn.reader.check) ?? 1) - 1
    if (left > 0) this.going.set(turn.reader.check, left)
    else this.going.delete(turn.reader.check)
    tell(turn)
  }

  private spend(check: string, began: number): void {
    const { ms, until } = this.spentBy(check, began)
    this.spent.set(check, { ms: ms + this.now() - began, until })
    for (const [other, { until: over }] of this.spent) if (over <= this.now()) this.spent.delete(other)
  }

  // The hour begins with a reading.
  private spentBy(check: string, at: number): { ms: number; until: number } {
    const spent = this.spent.get(check)
    return spent && spent.until > at ? spent : { ms: 0, until: at + BUDGET.windowMs }
  }

  private now(): number {
    return (this.settings.now ?? (() => performance.now()))()
  }
}

const shuttingDown = (): AnalysisBusy => new AnalysisBusy('the server is shutting down')
