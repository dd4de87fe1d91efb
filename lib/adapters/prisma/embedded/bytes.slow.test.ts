// Bytes come out of the embedded database as they went in, whichever way they are asked for: in its thread and beside the caller, by
// statements of every kind, in transactions, in arrays, and through Prisma.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDatabaseThread } from '@/scripts/build-workers.mjs'
import { PrismaClient } from '../../../generated/prisma/client'
import { newTestDatabase } from '../../../testing/database'
import type { PreparingPGlite } from './prepared'
import { ThreadedPglite } from './threaded-pglite'

type Pglite = PreparingPGlite | ThreadedPglite

const all = Uint8Array.from({ length: 256 }, (_, value) => value)
const megabyte = Uint8Array.from({ length: 1024 * 1024 }, (_, at) => (at * 31 + (at >> 8)) % 256)
const VALUES: readonly (readonly [string, Uint8Array<ArrayBuffer> | null])[] = [
  ['nothing', null],
  ['no bytes', new Uint8Array()],
  ['one byte', new Uint8Array([7])],
  ['one zero', new Uint8Array([0])],
  ['all values', all],
  ['text that looks like hexadecimal', new Uint8Array(Buffer.from('\\x00ff'))],
  ['a window on more', all.subarray(16, 32)],
]
/** Bytes are compared as text, which is quick; other values stay as they are. */
const seen = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map(seen)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, seen(inner)]))
    : value
}
const parent = mkdtempSync(path.join(tmpdir(), 'bytes-'))
const opened: Pglite[] = []

beforeAll(async () => {
  await buildDatabaseThread()
  opened.push(await newTestDatabase(), await ThreadedPglite.open(path.join(parent, 'database')))
  for (const pglite of opened) await pglite.exec('CREATE TABLE "Thing" (id serial PRIMARY KEY, bytes bytea, list bytea[])')
})
afterAll(async () => {
  for (const pglite of opened) await pglite.close()
  rmSync(parent, { recursive: true, force: true })
})

const WRITE = 'INSERT INTO "Thing" (bytes, list) VALUES ($1, $2) RETURNING bytes, list, octet_length(bytes) AS size'

describe.each([
  ['beside the caller', 0],
  ['in its thread', 1],
] as const)('%s', (_, at) => {
  const pglite = (): Pglite => opened[at] as Pglite

  it.each(VALUES)('%s', async (_name, bytes) => {
    const list = [bytes, null, new Uint8Array(), all]
    const row = seen([{ bytes, list, size: bytes?.length ?? null }])
    expect(seen((await pglite().query(WRITE, [bytes, list])).rows)).toEqual(row)
    expect(seen(await pglite().transaction(async (tx) => (await tx.query(WRITE, [bytes, list])).rows))).toEqual(row)
    const alone = await pglite().run({ name: 'write bytes', text: 'INSERT INTO "Thing" (bytes) VALUES ($1) RETURNING bytes' }, [bytes])
    expect(seen(alone)).toEqual(seen([{ bytes }]))
  })

  it('a megabyte', async () => {
    expect(seen((await pglite().query(WRITE, [megabyte, [megabyte, null]])).rows)).toEqual(
      seen([{ bytes: megabyte, list: [megabyte, null], size: megabyte.length }]),
    )
  })

  it('arrays within arrays', async () => {
    const nested = [
      [all, new Uint8Array([1])],
      [new Uint8Array(), null],
    ]
    expect((await pglite().query('SELECT $1::bytea[] AS list', [nested])).rows).toEqual([{ list: nested }])
  })

  it('what is not bytes is refused, and refused alone', async () => {
    await expect(pglite().query(WRITE, ['\\x00', null])).rejects.toThrow()
    expect((await pglite().query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('through Prisma, by raw statements and in its transactions', async () => {
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite() as never) })
    for (const [, bytes] of VALUES) {
      const write = (db: Pick<typeof prisma, '$queryRaw'>): Promise<unknown> => db.$queryRaw`
        INSERT INTO "Thing" (bytes, list) VALUES (${bytes}, ARRAY[${bytes}::bytea, NULL]) RETURNING bytes, list`
      for (const rows of [await write(prisma), await prisma.$transaction((tx) => write(tx))])
        expect(seen(rows)).toEqual(seen([{ bytes, list: [bytes, null] }]))
    }
    await prisma.$disconnect()
  })
})

it('through Prisma, by its models', async () => {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(opened[0] as never) })
  const rows = [...VALUES, ['a megabyte', megabyte] as const].map(([serialHex, bytes]) => ({
    issuer: 'root' as const,
    serialHex,
    certificate: bytes ?? all,
  }))
  await prisma.issuedCertificate.createMany({ data: rows })
  const found = await prisma.issuedCertificate.findMany({ select: { issuer: true, serialHex: true, certificate: true } })
  for (const row of rows) expect(seen(found)).toContainEqual(seen(row))
  expect(await prisma.issuedCertificate.count({ where: { certificate: { equals: megabyte } } })).toBe(1)
  await prisma.$disconnect()
})
