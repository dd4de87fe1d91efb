// The queue on the embedded database: a job commits or rolls back with its transaction, runs at once, is retried, and is
// not queued twice.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../prisma/database'
import { openPglite } from '../prisma/pglite'
import { openQueue, type Handlers, type Queue } from './queue'

let database: Database
let queue: Queue
/** Seconds between two looks for jobs: no test lasts that long, so a job that runs was announced to the worker. */
const HOUR = 3_600
const seen: string[] = []
const waiting: (() => void)[] = []

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise<void>((resolve) => waiting.push(resolve))
}
const note = async (entry: string) => {
  seen.push(entry)
  for (const resolve of waiting.splice(0)) resolve()
}

const handlers: Handlers = {
  deliver_message: async ({ message }) => note(message),
  send_space_link: async () => undefined,
  seal_signature: async ({ activation }, { retry }) => {
    await note(`${activation}#${retry}`)
    if (retry === 0) throw new Error('not now')
  },
  check_identity: async () => {},
  complete_request: async () => {},
  stamp_evidence: async () => {},
  tell_of_messages: async () => {},
  walk_signer: async () => {},
  revoke_certificate: async () => {},
  deliver_webhooks: async () => {},
  retry_webhooks: async () => {},
  refresh_trusted_lists: async () => {},
}
const opened = async (lookEvery: number): Promise<Queue> => {
  const working = await openQueue(
    database.source,
    (error) => {
      throw error
    },
    { lookEvery },
  )
  await working.work(handlers)
  return working
}

beforeAll(async () => {
  database = await openPglite(mkdtempSync(path.join(tmpdir(), 'queue-')), async () => () => undefined)
  queue = await opened(HOUR)
})

afterAll(async () => {
  await queue.stop(5_000)
  await database.close()
})

describe('the queue', () => {
  it('keeps a job of a transaction that commits, at once, and none of one that rolls back', async () => {
    await queue.enqueue(database.prisma, 'deliver_message', { message: 'first' })
    await until(() => seen.includes('first'))
    await expect(
      database.prisma.$transaction(async (tx) => {
        await queue.enqueue(tx, 'deliver_message', { message: 'lost' })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await database.prisma.$transaction((tx) => queue.enqueue(tx, 'deliver_message', { message: 'kept' }))
    await until(() => seen.includes('kept'))
    expect(seen).toEqual(['first', 'kept'])
  })

  it('takes one of two jobs for the same thing', async () => {
    const later = new Date(Date.now() + 3_600_000)
    for (let i = 0; i < 2; i += 1) await queue.enqueue(database.prisma, 'seal_signature', { activation: 'act_1' }, { startAfter: later })
    const rows = await database.prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'seal_signature'`
    expect(rows[0]?.n).toBe(1)
  })

  it('tries again after a failure, when the time for it has come', async () => {
    await queue.stop(5_000)
    queue = await opened(1)
    await database.prisma.$transaction((tx) => queue.enqueue(tx, 'seal_signature', { activation: 'act_2' }))
    await until(() => seen.includes('act_2#1'))
  })
})
