// Applies prisma/migrations at start the way `prisma migrate deploy` does: same table, same checksums, same advisory lock.

import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sha256Hex } from '../../crypto/algorithms'

/** One connection, not a pool: the advisory lock and the transactions belong to it. `script` runs several statements. */
export type Connection = {
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>
  script(sql: string): Promise<void>
}

/** The number Prisma's own engine locks, so that `prisma migrate deploy` and this wait for each other. */
const ADVISORY_LOCK = 72_707_369

const TABLE = `CREATE TABLE "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

/**
 * Answers the names of the migrations that it applied. Several processes may call it at once: one applies, the others wait and find
 * nothing to do. Each migration is one transaction, so a kill in the middle leaves no half of it behind.
 */
export async function migrate(connection: Connection, directory = migrationsDirectory()): Promise<string[]> {
  await connection.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`)
  try {
    // Asked first: the role that a process runs as may be one that makes no tables (prisma/restricted-role.sql).
    const [known] = await connection.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "is"`)
    if (known?.is !== true) await connection.script(TABLE)
    const done = await finished(connection)
    const applied: string[] = []
    for (const { name, sql, checksum } of migrationsIn(directory)) {
      const before = done.get(name)
      if (before === undefined) applied.push(await apply(connection, name, sql, checksum))
      else if (before !== checksum)
        throw new Error(`the migration ${name} was edited after this database had applied it; add a new migration instead`)
    }
    return applied
  } finally {
    await connection.query(`SELECT pg_advisory_unlock(${ADVISORY_LOCK})`)
  }
}

async function finished(connection: Connection): Promise<Map<string, string>> {
  const rows = await connection.query('SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL')
  const failed = rows.find((row) => row.finished_at === null)
  if (failed)
    throw new Error(
      `the migration ${String(failed.migration_name)} failed half-way in another tool; resolve it with "prisma migrate resolve"`,
    )
  return new Map(rows.map((row) => [String(row.migration_name), String(row.checksum)]))
}

async function apply(connection: Connection, name: string, sql: string, checksum: string): Promise<string> {
  await connection.script('BEGIN')
  try {
    await connection.script(sql)
    await connection.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    )
    await connection.script('COMMIT')
  } catch (error) {
    await connection.script('ROLLBACK')
    throw new Error(`the migration ${name} could not be applied`, { cause: error })
  }
  return name
}

function* migrationsIn(directory: string): Generator<{ name: string; sql: string; checksum: string }> {
  const names = readdirSync(/* turbopackIgnore: true */ directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  for (const name of names) {
    const file = path.join(/* turbopackIgnore: true */ directory, name, 'migration.sql')
    if (!existsSync(/* turbopackIgnore: true */ file)) continue
    const sql = readFileSync(/* turbopackIgnore: true */ file, 'utf8')
    yield { name, sql, checksum: sha256Hex(sql) }
  }
}

/** The built server runs in .next/standalone, where the build copies the migrations. */
function migrationsDirectory(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma', 'migrations')
}
