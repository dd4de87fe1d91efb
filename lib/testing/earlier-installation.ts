// Unpacks an installation of the previous version: requests in every state, their documents, the test CA and the secrets. Its database has
// the migrations of that version; opening it applies the others.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { migrate, type Connection } from '../adapters/prisma/migrate'
import type { KeyCaller } from '../domain/caller'

const MIGRATIONS = 'prisma/migrations'
/** The last migration that the rows have; the file is made anew whenever a migration is added that is worth a test. */
const LAST_OF_THEN = '20261128000001_what_a_key_did'

/**
 * `requests`: their ids by the state they are in. Rows are JSON by table, as `json_agg` writes them; files are in base64. Where the file of
 * an evidence archive would be, there is none: archives have tests of their own.
 */
type Packed = {
  at: string
  caller: Omit<KeyCaller, 'kind' | 'scopes'>
  requests: Record<string, string>
  tables: Record<string, Record<string, unknown>[]>
  files: Record<string, string>
}
export type EarlierInstallation = { directory: string; at: Date; caller: KeyCaller; requests: Packed['requests'] }

/** `connection`: to an empty database. */
export async function unpackEarlierInstallation(connection: Connection): Promise<EarlierInstallation> {
  const file = path.join(import.meta.dirname, 'earlier-installation.json.gz')
  const { at, caller, requests, tables, files } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Packed
  await migrate(connection, migrationsOfThen())
  await connection.script(`BEGIN; SET LOCAL session_replication_role = 'replica'`)
  for (const [table, rows] of Object.entries(tables))
    await connection.query(`INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`, [
      JSON.stringify(rows),
    ])
  await connection.script('COMMIT')
  const directory = mkdtempSync(path.join(tmpdir(), 'earlier-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true })
    writeFileSync(path.join(directory, name), Buffer.from(content, 'base64'), { mode: 0o600 })
  }
  return { directory, at: new Date(at), caller: { kind: 'key', scopes: [], ...caller }, requests }
}

function migrationsOfThen(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'migrations-'))
  for (const name of readdirSync(MIGRATIONS))
    if (name <= LAST_OF_THEN) cpSync(path.join(MIGRATIONS, name), path.join(directory, name), { recursive: true })
  return directory
}
