// The embedded database as the serving thread sees it: passes the calls of Prisma, the queue and our own statements to the database's
// thread.

import { Worker } from 'node:worker_threads'
import type { QueryOptions, Results, Transaction } from '@electric-sql/pglite'
import { builtFile } from '../../../config'
import type { RunStatement } from '../../../operations/kernel/context'
import { inOwnBuffer, withoutBytes } from './bytes'
import { errorOf, type Answered, type Asked, type Call } from './conversation'
import { JSON_TYPES, objectsOf, type Rows } from './rows'

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void }
type Raw = { rows: unknown[][]; fields: { name: string; dataTypeID: number }[]; affectedRows?: number }
type Parsers = Record<number, (value: string, type?: number) => unknown>

const JSON_PARSERS: Parsers = Object.fromEntries(JSON_TYPES.map((type) => [type, (text: string) => JSON.parse(text) as unknown]))

/** The part of PGlite's transaction that Prisma uses. */
type ThreadedTransaction = Pick<Transaction, 'query' | 'exec' | 'rollback' | 'closed'>

export class ThreadedPglite {
  readonly #thread: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Set<(payload: string) => void>>()
  /** Statements whose text was sent to the thread. */
  readonly #known = new Set<string>()
  #last = 0
  #ended: Error | undefined

  static async open(directory: string): Promise<ThreadedPglite> {
    // The thread gets neither the loaders nor the environment of this process, which may hold secrets.
    const pglite = new ThreadedPglite(new Worker(/* turbopackIgnore: true */ builtFile('database-thread.mjs'), { execArgv: [], env: {} }))
    try {
      await pglite.#ask({ do: 'open', directory })
      return pglite
    } catch (error) {
      await pglite.#thread.terminate()
      throw error
    }
  }

  private constructor(thread: Worker) {
    this.#thread = thread
    thread.on('message', (answered: Answered) => {
      this.#hear(answered)
    })
    thread.on('error', (error) => {
      this.#end(error instanceof Error ? error : new Error(String(error)))
    })
    thread.on('exit', () => {
      this.#end(new Error('the embedded database has ended'))
    })
  }

  query<T>(sql: string, parameters: readonly unknown[] = [], options: QueryOptions = {}): Promise<Results<T>> {
    return this.#query(undefined, sql, parameters, options)
  }

  exec(sql: string): Promise<Results[]> {
    return this.#ask({ do: 'exec', sql })
  }

  readonly run: RunStatement = async <R>({ name, text }: { name: string; text: string }, values: readonly unknown[]) => {
    const known = this.#known.has(name)
    this.#known.add(name)
    return objectsOf<R>(await this.#ask<Rows>({ do: 'run', name, text: known ? undefined : text, values: values.map(inOwnBuffer) }))
  }

  /** Like `transaction` of PGlite: commits when `work` is done, rolls back when it throws or calls `rollback`. */
  async transaction<T>(work: (tx: ThreadedTransaction) => Promise<T>): Promise<T> {
    const transaction = ++this.#last
    await this.#ask({ do: 'begin', transaction })
    let closed = false
    const end = (commit: boolean): Promise<void> => {
      closed = true
      return this.#ask({ do: 'end', transaction, commit })
    }
    const tx: ThreadedTransaction = {
      query: <R>(sql: string, parameters: readonly unknown[] = [], options: QueryOptions = {}) =>
        this.#query<R>(transaction, sql, parameters, options),
      exec: (sql: string) => this.#ask<Results[]>({ do: 'exec', sql, transaction }),
      rollback: () => end(false),
      get closed() {
        return closed
      },
    }
    try {
      const result = await work(tx)
      if (!closed) await end(true)
      return result
    } catch (error) {
      if (!closed) await end(false)
      throw error
    }
  }

  async listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(listener))
    if (listeners.size === 1) await this.#ask({ do: 'listen', channel })
    return async () => {
      listeners.delete(listener)
      if (listeners.size === 0) await this.#ask({ do: 'unlisten', channel })
    }
  }

  async close(): Promise<void> {
    await this.#ask({ do: 'close' })
    await this.#thread.terminate()
  }

  async #query<T>(
    transaction: number | undefined,
    sql: string,
    parameters: readonly unknown[],
    { rowMode, parsers }: QueryOptions,
  ): Promise<Results<T>> {
    const own: Parsers = { ...JSON_PARSERS, ...(withoutBytes(parsers) as Parsers) }
    const { rows, ...more } = await this.#ask<Raw>({
      do: 'query',
      sql,
      parameters: parameters.map(inOwnBuffer),
      asText: Object.keys(own).map(Number),
      transaction,
    })
    const parse = more.fields.map(({ dataTypeID }) => own[dataTypeID])
    for (const row of rows) {
      parse.forEach((parser, index) => {
        if (parser && row[index] !== null) row[index] = parser(row[index] as string, more.fields[index]?.dataTypeID)
      })
    }
    const shaped =
      rowMode === 'array' ? rows : rows.map((row) => Object.fromEntries(more.fields.map(({ name }, index) => [name, row[index]])))
    return { ...more, rows: shaped as T[] }
  }

  #ask<T>(call: Call): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#last
    return new Promise<T>((resolve, reject) => {
      // Throws for a value that cannot be sent to a thread, such as a function.
      this.#thread.postMessage({ id, call } satisfies Asked)
      this.#waiting.set(id, { resolve, reject })
    })
  }

  #hear(answered: Answered): void {
    if ('channel' in answered) {
      for (const listener of this.#listeners.get(answered.channel) ?? []) listener(answered.payload)
      return
    }
    const waiting = this.#waiting.get(answered.id)
    this.#waiting.delete(answered.id)
    if ('failure' in answered) waiting?.reject(errorOf(answered.failure))
    else waiting?.resolve(answered.value as never)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}
