// An empty database in memory for tests, with all migrations applied: made once per version of them, loaded once per process, then emptied.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '../adapters/prisma/migrate'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PreparingPGlite } from '../adapters/prisma/embedded/prepared'
import { PrismaClient } from '../generated/prisma/client'

const FOLDER = 'node_modules/.cache/qsignhub'

/** A database and its client, which keeps the plans of its queries from one test file to the next. */
type Opened = { pglite: PreparingPGlite; db: PrismaClient }
/** `close` gives it back: the next test file of this process takes it over, emptied. */
export type TestDatabase = Opened & { close: () => Promise<void> }

const idle: Opened[] = []

export async function testDatabase(): Promise<TestDatabase> {
  const opened = idle.pop() ?? (await open())
  return {
    ...opened,
    close: async () => {
      await opened.pglite.exec(await emptying(opened.pglite))
      idle.push(opened)
    },
  }
}

async function open(): Promise<Opened> {
  const pglite = await newTestDatabase()
  return { pglite, db: new PrismaClient({ adapter: new PrismaPGlite(pglite) }) }
}

/** Empties all tables except the list of migrations, and drops what a checkpoint saved. */
async function emptying(pglite: PreparingPGlite): Promise<string> {
  const { rows } = await pglite.query<{ statement: string }>(`
    SELECT format('DELETE FROM %I', tablename) AS statement FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname LIKE 'kept\\_%'`)
  // Foreign keys are not checked, because all rows are deleted.
  return ['BEGIN', `SET LOCAL session_replication_role = 'replica'`, ...rows.map(({ statement }) => statement), 'COMMIT'].join(';')
}

/** A database that no other test gets, for tests that make or change tables. The caller closes it. */
export async function newTestDatabase(): Promise<PreparingPGlite> {
  const file = path.join(FOLDER, `test-database-${version()}.tar`)
  if (!existsSync(file)) return make(file)
  const pglite = new PreparingPGlite({ loadDataDir: new Blob([new Uint8Array(readFileSync(file))]) })
  await pglite.waitReady
  return pglite
}

async function make(file: string): Promise<PreparingPGlite> {
  const pglite = new PreparingPGlite()
  await migrate({
    query: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, parameters)).rows,
    script: async (sql) => void (await pglite.exec(sql)),
  })
  const dump = await pglite.dumpDataDir('none')
  mkdirSync(FOLDER, { recursive: true })
  // Several test files may begin at once; each replaces the file whole.
  writeFileSync(`${file}.${process.pid}`, Buffer.from(await dump.arrayBuffer()))
  renameSync(`${file}.${process.pid}`, file)
  forgetOlder()
  return pglite
}

/** Deletes files of earlier migrations; a run that began with them may still read them for a while. */
function forgetOlder(): void {
  const files = readdirSync(FOLDER)
    .filter((name) => name.startsWith('test-database-'))
    .map((name) => path.join(FOLDER, name))
  for (const file of files) if (Date.now() - statSync(file).mtimeMs > 3_600_000) rmSync(file, { force: true })
}

/** The digest of everything from which the file is made. */
function version(): string {
  const hash = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'))
  const names = readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .sort()
  for (const name of names) hash.update(name).update(readFileSync(path.join('prisma/migrations', name)))
  return hash.digest('hex').slice(0, 16)
}
