// The durable queue: pg-boss inside the product's own database, so that a job commits or rolls back with the rows that cause it.

import { fromPglite, fromPrisma, PgBoss, type ConstructorOptions } from 'pg-boss'
import type { Jobs } from '../../domain/ports'
import type { Prisma } from '../../generated/prisma/client'
import { OF_EVERY_QUEUE, QUEUES } from './queues'

export type Handlers = { [J in keyof Jobs]: (payload: Jobs[J], run: { id: string; retry: number }) => Promise<void> }

export type Queue = {
  enqueue<J extends keyof Jobs>(
    tx: Prisma.TransactionClient,
    job: J,
    payload: Jobs[J],
    options?: { startAfter?: Date; key?: string },
  ): Promise<void>
  work(handlers: Handlers): Promise<void>
  /** Rejects when the queue cannot be reached. */
  ping(): Promise<unknown>
  /** Lets running jobs end, for `timeout` milliseconds; the others go on at the next start. */
  stop(timeout: number): Promise<void>
}

/** The database of the queue's tables. It has the shape of `Database.source` of the Prisma adapter, which this one may not import. */
export type QueueSource = { kind: 'pglite'; pglite: Parameters<typeof fromPglite>[0] } | { kind: 'postgresql'; url: string }

const SCHEMA = 'pgboss'

/** `lookEvery`: seconds between two looks of a worker for due jobs. A new job wakes the workers at once. */
export async function openQueue(
  source: QueueSource,
  onError: (error: Error) => void,
  { lookEvery = 2 }: { lookEvery?: number } = {},
): Promise<Queue> {
  const boss = new PgBoss({
    ...connectionOf(source),
    schema: SCHEMA,
    useListenNotify: true,
    monitorIntervalSeconds: 30,
    superviseIntervalSeconds: 30,
  })
  boss.on('error', onError)
  await boss.start()
  for (const name of names()) await prepare(boss, name)
  return {
    async enqueue(tx, job, payload, { startAfter, key } = {}) {
      await boss.send(job, payload, {
        db: fromPrisma(tx),
        singletonKey: key ?? keyOf(payload),
        ...(startAfter ? { startAfter } : {}),
      })
    },
    async work(handlers) {
      for (const name of names()) await workOn(boss, name, handlers, lookEvery)
    },
    ping: () => boss.getQueue('deliver_message'),
    stop: (timeout) => boss.stop({ graceful: true, timeout, close: true }),
  }
}

function connectionOf(source: QueueSource): ConstructorOptions {
  switch (source.kind) {
    case 'pglite':
      return { db: fromPglite(source.pglite), backend: 'pglite' }
    case 'postgresql':
      return { connectionString: source.url, max: 4, application_name: 'qsignhub-queue' }
  }
}

/**
 * pg-boss looks a queue up at its first use, over a connection of its own. PGlite has one connection, so a first use inside a transaction
 * would wait for itself. Cancelling a job that does not exist is a first use without effect.
 */
async function prepare(boss: PgBoss, name: keyof Jobs): Promise<void> {
  const { concurrency: _, ...options } = QUEUES[name]
  await boss.createQueue(name, { ...OF_EVERY_QUEUE, ...options, notify: true })
  await boss.cancel(name, crypto.randomUUID())
}

async function workOn<J extends keyof Jobs>(boss: PgBoss, name: J, handlers: Handlers, lookEvery: number): Promise<void> {
  const options = {
    batchSize: 1,
    localConcurrency: QUEUES[name].concurrency,
    includeMetadata: true,
    pollingIntervalSeconds: lookEvery,
    notifyPollingIntervalSeconds: lookEvery,
  } as const
  await boss.work<Jobs[J]>(name, options, async ([job]) => {
    if (job) await handlers[name](job.data, { id: job.id, retry: job.retryCount })
  })
}

function names(): (keyof Jobs)[] {
  return Object.keys(QUEUES) as (keyof Jobs)[]
}

/** Every payload is one id, which is the key: a second job of this kind for the same thing is not queued beside the first. */
function keyOf(payload: Record<string, string>): string {
  return Object.values(payload).join()
}
