// Everything that an installation of a test keeps, as bytes: each column of each table, its files and its log; as they lie there, and opened
// with all keys that there are.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { entriesOfSigner } from '../operations/conversation/read-thread'
import { openProfile } from '../operations/kernel/profile'
import { SEALED_COLUMNS, type SealedColumnName, openColumn } from '../operations/kernel/sealed-columns'
import { openPlan, openResult } from '../operations/verification/verification-store'
import type { TestContext } from './test-context'

/** `place`: table, column and id of the row, or the file. */
export type Kept = { place: string; bytes: Uint8Array }
type Row = Record<string, unknown>

/** As whoever takes the disk finds it. */
export async function* keptAsItLies(test: TestContext): AsyncGenerator<Kept> {
  yield* columns(test)
  for (const file of filesIn(test.directory)) yield { place: `file ${path.relative(test.directory, file)}`, bytes: readFileSync(file) }
  yield { place: 'jobs', bytes: Buffer.from(JSON.stringify(test.jobs)) }
}

/** What the product itself can still read. */
export async function* keptAndOpened({ context }: TestContext): AsyncGenerator<Kept> {
  for (const name of Object.keys(SEALED_COLUMNS) as SealedColumnName[]) {
    const { table, column } = SEALED_COLUMNS[name]
    for (const row of await context.db.$queryRawUnsafe<Row[]>(`SELECT "id", "${column}" AS "sealed" FROM "${table}"`)) {
      const [id, sealed] = [String(row['id']), row['sealed']]
      // Emptied once the person is erased.
      if (sealed instanceof Uint8Array && sealed.length > 0)
        yield { place: `${table}.${column} ${id}`, bytes: openColumn(context, name, id, sealed) }
    }
  }
  for (const row of await context.db.signer.findMany({ where: { profileKey: { not: null } } })) {
    yield { place: `Signer.profile ${row.id}`, bytes: json(openProfile(context, row)) }
    yield { place: `ConversationEntry.text ${row.id}`, bytes: json(await entriesOfSigner(context, row)) }
  }
  for (const row of await context.db.verification.findMany({ where: { key: { not: null } } })) {
    const { id, signerId } = row
    yield { place: `Verification ${id} of ${signerId}`, bytes: json([openPlan(context, row), openResult(context, row)]) }
  }
}

/** `place`: the digest that names it. */
export async function* openedBlobs({ context, directory }: TestContext): AsyncGenerator<Kept> {
  for (const file of filesIn(path.join(directory, 'blobs'))) {
    const place = path.basename(file)
    yield { place, bytes: await context.blobs.get(place) }
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value ?? null))

async function* columns({ context: { db } }: TestContext): AsyncGenerator<Kept> {
  const tables = await db.$queryRaw<{ schema: string; name: string }[]>`
    SELECT table_schema AS "schema", table_name AS "name" FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') AND table_schema NOT LIKE 'kept\\_%'`
  for (const { schema, name } of tables)
    for (const row of await db.$queryRawUnsafe<Row[]>(`SELECT * FROM "${schema}"."${name}"`))
      for (const [column, value] of Object.entries(row))
        if (value !== null) yield { place: `${name}.${column} ${String(row['id'] ?? row['requestId'] ?? '')}`, bytes: bytesOf(value) }
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  return Buffer.from(typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : JSON.stringify(value))
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
