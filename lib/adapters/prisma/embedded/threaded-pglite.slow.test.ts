// The embedded database in its thread answers as PGlite does in the caller's: values, errors, transactions, notifications, closing.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { messages } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDatabaseThread } from '@/scripts/build-workers.mjs'
import { ThreadedPglite } from './threaded-pglite'

const parent = mkdtempSync(path.join(tmpdir(), 'threaded-'))
const directory = path.join(parent, 'database')
let pglite: ThreadedPglite

beforeAll(async () => {
  await buildDatabaseThread()
  pglite = await ThreadedPglite.open(directory)
  await pglite.exec('CREATE TABLE "Thing" (id int PRIMARY KEY, note text, facts jsonb, at timestamptz, bytes bytea, list text[])')
})
afterAll(async () => {
  await pglite.close()
  rmSync(parent, { recursive: true, force: true })
})

const at = new Date('2026-03-01T10:20:30.456Z')
const thing = { id: 1, note: 'Zażółć', facts: { a: [1, null, 'ż'] }, at, bytes: new Uint8Array([0, 255, 7]), list: ['x', 'y'] }

test('values arrive as they were given, also for those who bring parsers of their own', async () => {
  await pglite.query('INSERT INTO "Thing" VALUES ($1, $2, $3, $4, $5, $6)', Object.values(thing))
  expect((await pglite.query('SELECT * FROM "Thing"')).rows).toEqual([thing])
  const own = { rowMode: 'array', parsers: { 1184: (text: string) => `at ${text.slice(0, 10)}`, 3802: (text: string) => text } } as const
  expect((await pglite.query('SELECT id, at, facts, note FROM "Thing"', [], own)).rows).toEqual([
    [1, 'at 2026-03-01', '{"a": [1, null, "ż"]}', 'Zażółć'],
  ])
})

test('a statement that is planned once gives JSON as values and moments as dates', async () => {
  const statement = {
    name: 'thing',
    text: 'SELECT "facts", "at", (SELECT to_jsonb(t) FROM "Thing" t WHERE id = 99) AS "none" FROM "Thing" WHERE "id" = $1',
  }
  for (let time = 0; time < 2; time++) expect(await pglite.run(statement, [1])).toEqual([{ facts: thing.facts, at, none: null }])
  expect(await pglite.run(statement, [2])).toEqual([])
})

test('a refusal is what PGlite throws, with all that PostgreSQL says and without the values', async () => {
  const failure: unknown = await pglite
    .query('INSERT INTO "Thing" (id, note) VALUES ($1, $2)', [1, 'secret'])
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(messages.DatabaseError)
  expect(failure).toMatchObject({ code: '23505', severity: 'ERROR', table: 'Thing', constraint: 'Thing_pkey' })
  expect(JSON.stringify({ ...(failure as object) })).not.toContain('secret')
  await expect(pglite.exec('SELEC 1')).rejects.toMatchObject({ code: '42601' })
})

test('a transaction commits, rolls back, and is rolled back when its work fails', async () => {
  const insert = (id: number) => ({ sql: 'INSERT INTO "Thing" (id) VALUES ($1)', values: [id] })
  const commits = await pglite.transaction(async (tx) => {
    await tx.query(insert(10).sql, insert(10).values)
    return 'done'
  })
  expect(commits).toBe('done')
  await pglite.transaction(async (tx) => {
    await tx.query(insert(11).sql, insert(11).values)
    await tx.rollback()
  })
  await expect(
    pglite.transaction(async (tx) => {
      await tx.query(insert(12).sql, insert(12).values)
      throw new Error('the work failed')
    }),
  ).rejects.toThrow('the work failed')
  expect((await pglite.query('SELECT id FROM "Thing" WHERE id >= 10')).rows).toEqual([{ id: 10 }])
})

test('a statement outside of the transaction waits for its end', async () => {
  const order: string[] = []
  let outside: Promise<unknown> | undefined
  await pglite.transaction(async (tx) => {
    await tx.exec('SELECT 1')
    outside = pglite.query('SELECT 1').then(() => order.push('outside'))
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
    await tx.exec('SELECT 1')
    order.push('inside')
  })
  await outside
  expect(order).toEqual(['inside', 'outside'])
})

test('listeners hear notifications until they stop listening', async () => {
  const heard: string[] = []
  const stop = await pglite.listen('news', (payload) => heard.push(payload))
  await pglite.exec(`NOTIFY news, 'one'`)
  await expect.poll(() => heard, { timeout: 30_000 }).toEqual(['one'])
  await stop()
  await pglite.exec(`NOTIFY news, 'two'`)
  await pglite.query('SELECT 1')
  expect(heard).toEqual(['one'])
})

test('a directory that is no database is refused in words, and what was asked of a closed one fails', async () => {
  await expect(ThreadedPglite.open('/proc/no/such/place')).rejects.toThrow()
  const other = await ThreadedPglite.open(path.join(parent, 'other'))
  await other.close()
  await expect(other.query('SELECT 1')).rejects.toThrow('the embedded database has ended')
})
