// Statements that are planned once: they answer like PGlite's own, survive changes of their tables, and answer when their data is on disk.

import { PGlite, type QueryOptions, type Results } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newTestDatabase } from '../../../testing/database'
import type { PreparingPGlite } from './prepared'

const asArrays = { rowMode: 'array' } as const
let preparing: PreparingPGlite
/** A second database, asked by PGlite's own `query`, to compare with. */
let other: PreparingPGlite
const plain = {
  query: (sql: string, values: unknown[], options: QueryOptions): Promise<Results<unknown>> =>
    PGlite.prototype.query.call(other, sql, values, options) as Promise<Results<unknown>>,
}

beforeAll(async () => {
  preparing = await newTestDatabase()
  other = await newTestDatabase()
  for (const pglite of [preparing, other])
    await pglite.exec(
      'CREATE TABLE "Thing" (id int PRIMARY KEY, note text, facts jsonb, at timestamptz, list text[], big bigint, yes bool)',
    )
})
afterAll(async () => {
  await preparing.close()
  await other.close()
})

const SAME: readonly (readonly [string, readonly unknown[]])[] = [
  [
    'INSERT INTO "Thing" VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [1, 'Zażółć', { a: [1] }, new Date(0), ['x', 'y,"'], 9_007_199_254_740_993n, true],
  ],
  ['INSERT INTO "Thing" (id) VALUES ($1), ($2) RETURNING id, note', [2, 3]],
  ['SELECT * FROM "Thing" ORDER BY id', []],
  ['SELECT count(*) FROM "Thing" WHERE id > $1', [1]],
  ['UPDATE "Thing" SET note = $1 WHERE id > $2', ['new', 1]],
  ['DELETE FROM "Thing" WHERE id = $1', [3]],
  ['CREATE TABLE "Other" (id int)', []],
  ['WITH gone AS (DELETE FROM "Thing" RETURNING id) SELECT count(*)::int FROM gone', []],
]

it('answers as PGlite does, the first time and again', async () => {
  for (const [sql, values] of SAME) {
    const [mine, its] = [await preparing.query(sql, [...values], asArrays), await plain.query(sql, [...values], asArrays)]
    expect(mine).toEqual({ rows: its.rows, fields: its.fields, affectedRows: its.affectedRows })
  }
  for (const pglite of [preparing, other]) await pglite.exec('DROP TABLE "Other"')
  for (const [sql, values] of SAME) {
    const mine = await preparing.transaction((tx) => tx.query(sql, [...values], asArrays))
    const its = await plain.query(sql, [...values], asArrays)
    expect(mine).toEqual({ rows: its.rows, fields: its.fields, affectedRows: its.affectedRows })
  }
})

describe('a failure', () => {
  const failures: readonly (readonly [string, readonly unknown[]])[] = [
    ['SELEC 1', []],
    ['SELECT * FROM "Nothing"', []],
    ['INSERT INTO "Thing" (id) VALUES ($1)', [7]],
    ['SELECT $1::int', ['x']],
  ]

  it.each(failures)("of %s is PGlite's, and the next statement answers", async (sql, values) => {
    for (const pglite of [preparing, other]) await pglite.exec('INSERT INTO "Thing" (id) VALUES (7) ON CONFLICT DO NOTHING')
    const about = async (pglite: typeof plain) => {
      const { code, severity, message } = await pglite.query(sql, [...values], asArrays).then(
        () => {
          throw new Error('no failure')
        },
        (error: unknown) => error as Record<string, unknown>,
      )
      return { code, severity, message }
    }
    expect(await about(preparing)).toEqual(await about(plain))
    expect((await preparing.query('SELECT 1', [], asArrays)).rows).toEqual([[1]])
  })

  it('within a transaction rolls it back, and its statements are refused afterwards', async () => {
    await expect(
      preparing.transaction(async (tx) => {
        await tx.query('INSERT INTO "Thing" (id) VALUES ($1)', [8], asArrays)
        await tx.query('INSERT INTO "Thing" (id) VALUES ($1)', [8], asArrays)
      }),
    ).rejects.toMatchObject({ code: '23505' })
    expect((await preparing.query('SELECT id FROM "Thing" WHERE id = $1', [8], asArrays)).rows).toEqual([])
    let kept: Parameters<Parameters<PreparingPGlite['transaction']>[0]>[0] | undefined
    await preparing.transaction(async (tx) => {
      kept = tx
    })
    await expect(kept?.query('SELECT 1', [], asArrays)).rejects.toThrow('Transaction is closed')
  })
})

it('a table that changes makes new plans', async () => {
  const ask = async () => (await preparing.query('SELECT * FROM "Changing"', [], asArrays)).fields.map(({ name }) => name)
  await preparing.exec('CREATE TABLE "Changing" (a int)')
  expect(await ask()).toEqual(['a'])
  await preparing.exec('ALTER TABLE "Changing" ADD COLUMN b text')
  await ask().catch(() => undefined)
  expect(await ask()).toEqual(['a', 'b'])
})

it('more statements than are kept all answer', async () => {
  for (let round = 0; round < 2; round++) {
    for (let number = 0; number < 600; number++) expect((await preparing.query(`SELECT ${number}`, [], asArrays)).rows).toEqual([[number]])
  }
  const [{ kept } = { kept: 0 }] = (await preparing.query<{ kept: number }>('SELECT count(*)::int AS kept FROM pg_prepared_statements'))
    .rows
  expect(kept).toBeLessThanOrEqual(501)
})

it('whatever wrote is brought to the disk before it is answered, a transaction too', async () => {
  const sync = vi.spyOn(preparing, 'syncToFs')
  const syncs = async (work: () => Promise<unknown>): Promise<boolean> => {
    sync.mockClear()
    await work()
    return sync.mock.calls.length > 0
  }
  const insert = 'INSERT INTO "Thing" (id) VALUES ($1)'
  expect(await syncs(() => preparing.query(insert, [20], asArrays))).toBe(true)
  expect(
    await syncs(() => preparing.query('WITH gone AS (DELETE FROM "Thing" WHERE id = 20 RETURNING id) SELECT id FROM gone', [], asArrays)),
  ).toBe(true)
  expect(await syncs(() => preparing.transaction((tx) => tx.query(insert, [21], asArrays)))).toBe(true)
  expect(await syncs(() => preparing.query('SELECT id FROM "Thing"', [], asArrays))).toBe(false)
})
