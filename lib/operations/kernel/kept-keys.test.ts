// The rows that the first start makes: an installation that has run before never makes them anew, whatever was removed from its database.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bindDatabase, hasBegun, requireOwnSecrets } from '../../adapters/prisma/bind-database'
import type { Rewind } from '../../testing/checkpoint'
import { testContext, type TestContext } from '../../testing/test-context'
import { openKeptKeys, requireFirstRows } from './kept-keys'

let t: TestContext
let rewind: Rewind
beforeAll(async () => {
  t = await testContext()
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

it('name the secret that is not the one of the first start, before anything is opened with it', async () => {
  const { db, secrets } = t.context
  expect(await hasBegun(db)).toBe(true)
  await requireOwnSecrets(db, secrets)
  for (const [other, variable] of [
    ['master-key', 'QSIGNHUB_MASTER_KEY_FILE'],
    ['server-share', 'QSIGNHUB_SERVER_SHARE_FILE'],
  ] as const) {
    const mixed = {
      checks: (secret: typeof other | 'master-key' | 'server-share') => (secret === other ? ['another'] : secrets.checks(secret)),
    }
    await expect(requireOwnSecrets(db, mixed)).rejects.toThrow(variable)
  }
})

const REMOVED = [
  { place: 'kept key rows', sql: `DELETE FROM "KeptKey" WHERE "id" = 'rows'` },
  { place: 'kept key evidence', sql: `DELETE FROM "KeptKey" WHERE "id" = 'evidence'` },
  { place: 'kept key credential holder', sql: `DELETE FROM "KeptKey" WHERE "id" = 'credential holder'` },
  { place: 'installation', sql: `DELETE FROM "Installation"` },
]

it('are all there after the first start', async () => {
  await requireFirstRows(t.context)
  expect(t.context.integrity.faults()).toEqual([])
})

it.each(REMOVED)('end the start when $place was removed', async ({ place, sql }) => {
  await t.context.db.$executeRawUnsafe(sql)
  await expect(requireFirstRows(t.context)).rejects.toThrow(`INTEGRITY_FAULT: the row of ${place} is missing`)
  const fault = { place, what: 'the row was removed' }
  expect(t.errors).toEqual([fault])
  expect(t.context.integrity.faults()).toContainEqual(fault)
})

it('are joined by the keys of films and faces in an installation that had none', async () => {
  const { db, secrets } = t.context
  await db.keptKey.deleteMany({ where: { id: { in: ['scenes', 'identities'] } } })
  await requireFirstRows(t.context)
  expect(await openKeptKeys(db, secrets, { begun: true, fresh: false })).toHaveProperty('size', 5)
})

it('are not made anew, even when they go after the start has looked', async () => {
  const { db, secrets } = t.context
  await db.keptKey.deleteMany()
  await db.installation.deleteMany()
  await expect(openKeptKeys(db, secrets, { begun: true, fresh: true })).rejects.toThrow()
  await expect(bindDatabase(db, secrets, 'root', { begun: true })).rejects.toThrow()
  expect([await db.keptKey.count(), await db.installation.count()]).toEqual([0, 0])
})
