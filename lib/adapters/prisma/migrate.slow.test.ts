// The migrator on a real database: applies once, undoes a failure whole, refuses an edited migration, matches schema.prisma.

import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrate, type Connection } from './migrate'

const directory = mkdtempSync(path.join(tmpdir(), 'migrations-'))
let connection: Connection

const add = (name: string, sql: string) => {
  mkdirSync(path.join(directory, name), { recursive: true })
  writeFileSync(path.join(directory, name, 'migration.sql'), sql)
}
const count = async (table: string) => (await connection.query(`SELECT count(*)::int AS n FROM "${table}"`))[0]?.n

beforeAll(async () => {
  const pglite = await PGlite.create()
  connection = {
    query: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, parameters)).rows,
    script: async (sql) => void (await pglite.exec(sql)),
  }
  cpSync('prisma/migrations', directory, { recursive: true })
})

describe('migrate', () => {
  it('makes the tables, and nothing the second time', async () => {
    expect((await migrate(connection, directory))[0]).toMatch(/_initial$/)
    expect(await migrate(connection, directory)).toEqual([])
    expect(await count('SignatureRequest')).toBe(0)
  })

  it('leaves nothing of a migration that fails, and applies it once it is mended', async () => {
    add('30000101000000_broken', 'CREATE TABLE "Half" ("a" int); SELECT no_such_function();')
    await expect(migrate(connection, directory)).rejects.toThrow('30000101000000_broken could not be applied')
    await expect(count('Half')).rejects.toThrow('does not exist')
    add('30000101000000_broken', 'CREATE TABLE "Half" ("a" int);')
    expect(await migrate(connection, directory)).toEqual(['30000101000000_broken'])
  })

  it('refuses a migration that was edited after it was applied', async () => {
    add('30000101000000_broken', 'CREATE TABLE "Half" ("a" int, "b" int);')
    await expect(migrate(connection, directory)).rejects.toThrow('was edited after')
  })
})
