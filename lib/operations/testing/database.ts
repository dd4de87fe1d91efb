// An empty database in memory for tests, with all migrations applied: made once per version of them, afterwards only loaded.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '../../adapters/prisma/migrate'
import { PreparingPGlite } from '../../adapters/prisma/embedded/prepared'

const FOLDER = 'node_modules/.cache/qsignhub'

export async function testDatabase(): Promise<PreparingPGlite> {
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

/** Of migrations as they were before; a run that began with them may still read them for a while. */
function forgetOlder(): void {
  const files = readdirSync(FOLDER).filter((name) => name.startsWith('test-database-')).map((name) => path.join(FOLDER, name))
  for (const file of files) if (Date.now() - statSync(file).mtimeMs > 3_600_000) rmSync(file, { force: true })
}

/** Of everything the file is made from. */
function version(): string {
  const hash = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'))
  const names = readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql')).sort()
  for (const name of names) hash.update(name).update(readFileSync(path.join('prisma/migrations', name)))
  return hash.digest('hex').slice(0, 16)
}
