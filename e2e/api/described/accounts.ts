// The product with more than one account: keys of two accounts, of both modes and of little scope, written before it starts.

import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as plain } from '@playwright/test'
import { openPglite } from '../../../lib/adapters/prisma/pglite'
import { openPostgresql } from '../../../lib/adapters/prisma/postgresql'
import { newId, randomBase62 } from '../../../lib/domain/ids'
import { ownDatabase, startServer, type RunningServer } from '../../server'
import { Description } from './description'

/** Several keys, because each has a quota of its own. */
export type Account = { name: string; keys: readonly string[]; live: string; readOnly: string; revoked: string }
export type Accounts = RunningServer & { description: Description; ours: Account; theirs: Account; business: Account }

export const test = plain.extend<object, { accounts: Accounts }>({
  accounts: [
    async ({}, provide) => {
      const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-api-'))
      const written = await writeAccounts(dataDirectory)
      const product = await startServer({ dataDirectory })
      await provide({ ...product, ...written, description: await Description.of(product.baseUrl) })
      await product.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 600_000 },
  ],
})

async function writeAccounts(dataDirectory: string): Promise<Pick<Accounts, 'ours' | 'theirs' | 'business'>> {
  const { DATABASE_URL } = await ownDatabase(dataDirectory)
  const { prisma, close } = DATABASE_URL ? await openPostgresql(DATABASE_URL, console.error) : await openPglite(dataDirectory)
  const account = async (name: string, plan: 'startup' | 'business' = 'startup'): Promise<Account> => {
    const tenantId = newId('ten')
    await prisma.tenant.create({ data: { id: tenantId, name, plan } })
    const key = async (mode: 'test' | 'live', more: { scopes?: string[]; revokedAt?: Date } = {}): Promise<string> => {
      const value = `qsh_${mode}_${randomBase62(32)}`
      const hash = createHash('sha256').update(value).digest('hex')
      await prisma.apiKey.create({ data: { id: newId('key'), tenantId, mode, name: 'For tests', last4: value.slice(-4), hash, ...more } })
      return value
    }
    return {
      name, keys: await Promise.all(Array.from({ length: 8 }, () => key('test'))), live: await key('live'),
      readOnly: await key('test', { scopes: ['documents:read'] }), revoked: await key('test', { revokedAt: new Date() }),
    }
  }
  try {
    return { ours: await account('Example Bank'), theirs: await account('Other Bank'), business: await account('Large Bank', 'business') }
  } finally {
    await close()
  }
}
