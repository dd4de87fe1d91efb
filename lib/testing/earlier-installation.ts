// Unpacks an installation of a version without MACs: requests in every state, their documents, the test CA and the secrets. Its database has
// the migrations of that version; opening it applies the others. And turns one into what the first version with MACs of rows has left.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { migrate, type Connection } from '../adapters/prisma/migrate'
import type { KeyCaller } from '../domain/caller'
import { BOUND_ROWS, rowMac, tableOf, type BoundName } from '../operations/kernel/bound-rows'
import type { Context } from '../operations/kernel/context'

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

/** What the first version with MACs of rows bound. Written down as it was, because the product has only what has changed since. */
const FIRST_BOUND = {
  apiKey: ['id', 'tenantId', 'mode', 'hash', 'scopes', 'expiresAt', 'revokedAt'],
  consoleSession: ['id', 'hash', 'apiKeyId', 'createdAt', 'expiresAt', 'endedAt'],
  credential: ['id', 'personId', 'mode', 'signerId', 'provider', 'certificate', 'serialHex'],
  document: ['id', 'tenantId', 'mode', 'name', 'mimeType', 'sizeBytes', 'pages', 'sha256'],
  field: ['id', 'requestDocumentId', 'signerId', 'name', 'page', 'x', 'y', 'width', 'height', 'anchor'],
  handover: ['id', 'hash', 'signerId', 'createdAt', 'expiresAt', 'usedAt'],
  idempotencyRecord: ['id', 'apiKeyId', 'key', 'method', 'path', 'fingerprint'],
  outboxMessage: ['id', 'tenantId', 'mode', 'requestId', 'signerId', 'channel', 'template'],
  session: ['id', 'hash', 'signerId', 'linkVersion', 'device', 'kind', 'createdAt', 'lastSeenAt', 'active', 'endedAt'],
  signatureRequest: ['id', 'tenantId', 'mode', 'statusHash', 'redirectUrl'],
  signer: ['id', 'requestId', 'tenantId', 'linkHash', 'linkVersion'],
} as const satisfies { [N in BoundName]?: readonly string[] }

/** Gives all rows the MACs of that version, and its files to the data directory. Their evidence and their own MACs must be right. */
export async function asOfFirstMacs({ db, secrets }: Pick<Context, 'db' | 'secrets'>, directory: string): Promise<void> {
  for (const name of Object.keys(BOUND_ROWS) as BoundName[]) {
    const columns = (FIRST_BOUND as Partial<Record<BoundName, readonly string[]>>)[name]
    const table = tableOf(db, name)
    for (const row of await table.findMany({}))
      await table.updateMany({ where: { id: row.id }, data: { mac: columns ? rowMac(secrets, name, row, columns) : null } })
  }
  for (const marker of ['evidence-adopted', 'rows-adopted']) writeFileSync(path.join(directory, marker), '')
}

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
