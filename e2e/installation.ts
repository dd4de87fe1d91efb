// What a server of the stories begins with: a database with its tables and accounts, made once a run and copied for each server that
// needs one of its own. Secrets and test CA are not in it: each server makes them with its own address in the certificates.

import { cpSync, mkdirSync, rmSync } from 'node:fs'
import pg from 'pg'
import { sha256Hex } from '../lib/crypto/algorithms'
import type { Database } from '../lib/adapters/prisma/database'
import { newId, randomBase62 } from '../lib/domain/ids'
import type { Prisma } from '../lib/generated/prisma/client'

/** Several keys, because each has a quota of its own. */
export type Account = { name: string; keys: readonly string[]; live: string; readOnly: string; reader: string; revoked: string }
/** `own` is for stories that need one account; the others are for stories about who may see what. */
export type AccountsOfWorker = { own: Account; ours: Account; theirs: Account; business: Account }

/** A worker ends with a story that fails, and the next worker has the next number: so many do not fail before somebody looks. */
const WORKERS = 64

/** Makes the database of an empty directory, with accounts for every worker. */
export async function makeInstallation(directory: string): Promise<AccountsOfWorker[]> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const { prisma, close } = await openDatabase(directory)
  const tenants: Prisma.TenantCreateManyInput[] = []
  const keys: Prisma.ApiKeyCreateManyInput[] = []
  const account = (name: string, plan: 'startup' | 'business' = 'startup'): Account => {
    const tenantId = newId('ten')
    tenants.push({ id: tenantId, name, plan })
    const key = (mode: 'test' | 'live', { scopes = [], revokedAt = null }: { scopes?: string[]; revokedAt?: Date | null } = {}): string => {
      const value = `qsh_${mode}_${randomBase62(32)}`
      const hash = sha256Hex(value)
      keys.push({ id: newId('key'), tenantId, mode, name: 'For tests', last4: value.slice(-4), hash, scopes, revokedAt })
      return value
    }
    return {
      name,
      keys: Array.from({ length: 8 }, () => key('test')),
      live: key('live'),
      readOnly: key('test', { scopes: ['documents:read'] }),
      reader: key('test', { scopes: ['requests:read'] }),
      revoked: key('test', { revokedAt: new Date() }),
    }
  }
  const accounts = Array.from({ length: WORKERS }, (): AccountsOfWorker => ({
    own: account('Example Bank', 'business'),
    ours: account('Example Bank'),
    theirs: account('Other Bank'),
    business: account('Large Bank', 'business'),
  }))
  try {
    await prisma.tenant.createMany({ data: tenants })
    await prisma.apiKey.createMany({ data: keys })
  } finally {
    await close()
  }
  return accounts
}

/** Loaded when it is needed: only the setup opens a database, and every worker reads this file. */
async function openDatabase(directory: string): Promise<Database> {
  const { DATABASE_URL } = await ownDatabase(directory)
  if (!DATABASE_URL) return (await import('../lib/adapters/prisma/pglite')).openPglite(directory, async () => () => undefined)
  return (await import('../lib/adapters/prisma/postgresql')).openPostgresql(DATABASE_URL, console.error)
}

/** `from` must not be in use. */
export async function copyInstallation(from: string, to: string): Promise<void> {
  cpSync(from, to, { recursive: true })
  await ownDatabase(to, from)
}

export async function removeInstallation(directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true })
  await inDatabaseServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${databaseOf(directory)} WITH (FORCE)`)))
}

/**
 * With DATABASE_URL set, each data directory gets a database of its own on that server: a database belongs to one installation. Made when
 * it is not there, as a copy of the one of `template` if that is given.
 */
export async function ownDatabase(directory: string, template?: string): Promise<Record<string, string>> {
  const url = await inDatabaseServer(async (client, server) => {
    const name = databaseOf(directory)
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${databaseOf(template)}` : ''}`)
    const own = new URL(server)
    own.pathname = `/${name}`
    return own.href
  })
  return url === undefined ? {} : { DATABASE_URL: url }
}

const databaseOf = (directory: string): string => `qsignhub_${sha256Hex(directory).slice(0, 16)}`

async function inDatabaseServer<T>(act: (client: pg.Client, server: string) => Promise<T>): Promise<T | undefined> {
  const server = process.env['DATABASE_URL']
  if (!server) return undefined
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return await act(client, server)
  } finally {
    await client.end()
  }
}
