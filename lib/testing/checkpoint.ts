// Saves a test's whole installation at one moment and restores it, so that several tests begin where one walk has led.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'

export type Rewind = () => Promise<void>

/** All rows, and all files below `files`. They stay where they are; copies lie beside them in the database and in `aside`. */
export async function checkpoint(pglite: PGlite, { files, aside }: { files: string; aside: string }): Promise<Rewind> {
  const rows = await keepRows(pglite)
  const copy = mkdtempSync(path.join(aside, 'checkpoint-'))
  cpSync(files, copy, { recursive: true })
  return async () => {
    await rows()
    rmSync(files, { recursive: true, force: true })
    cpSync(copy, files, { recursive: true })
  }
}

async function keepRows(pglite: PGlite): Promise<Rewind> {
  const { rows } = await pglite.query<{ table: string; number: number }>(
    `SELECT quote_ident(tablename) AS "table", (SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'kept\\_%') AS "number" FROM pg_tables WHERE schemaname = 'public'`,
  )
  const kept = `kept_${rows[0]?.number ?? 0}`
  await pglite.exec(
    [`CREATE SCHEMA ${kept}`, ...rows.map(({ table }) => `CREATE TABLE ${kept}.${table} AS TABLE public.${table}`)].join(';'),
  )
  // Saved rows meet all foreign keys, so their order does not matter and no key is checked.
  const back = [
    'BEGIN',
    `SET LOCAL session_replication_role = 'replica'`,
    ...rows.flatMap(({ table }) => [`DELETE FROM public.${table}`, `INSERT INTO public.${table} TABLE ${kept}.${table}`]),
    'COMMIT',
  ].join(';')
  return async () => void (await pglite.exec(back))
}
