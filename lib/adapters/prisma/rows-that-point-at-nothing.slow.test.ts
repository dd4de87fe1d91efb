// An earlier installation from which somebody deleted rows by hand opens: what pointed at them does not stop the migrations.

import { PGlite } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { unpackEarlierInstallation } from '../../testing/earlier-installation'
import { migrate, type Connection } from './migrate'

const anyOf = (table: string, where = 'TRUE') => `"id" = (SELECT "id" FROM "${table}" WHERE ${where} LIMIT 1)`
const ORPHANED = [
  `UPDATE "SignatureRequest" SET "apiKeyId" = 'key_gone'`,
  `UPDATE "UsageCounter" SET "apiKeyId" = 'key_gone'`,
  `UPDATE "Revision" SET "signerId" = 'sgn_gone' WHERE ${anyOf('Revision', '"signerId" IS NOT NULL')}`,
  `UPDATE "Credential" SET "signerId" = 'sgn_gone' WHERE ${anyOf('Credential')}`,
  `UPDATE "Message" SET "requestId" = 'sreq_gone' WHERE ${anyOf('Message')}`,
  `UPDATE "Message" SET "signerId" = 'sgn_gone' WHERE ${anyOf('Message', `"requestId" <> 'sreq_gone'`)}`,
  `UPDATE "Message" SET "tenantId" = 'ten_gone' WHERE ${anyOf('Message', `"requestId" <> 'sreq_gone' AND "signerId" <> 'sgn_gone'`)}`,
  `UPDATE "WebhookEvent" SET "requestId" = 'sreq_gone' WHERE ${anyOf('WebhookEvent')}`,
  `UPDATE "Handover" SET "signerId" = 'sgn_gone'`,
]

it('opens an installation whose rows point at nothing, and keeps what was counted', async () => {
  const pglite = await PGlite.create()
  const connection: Connection = {
    query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
    script: async (sql) => void (await pglite.exec(sql)),
  }
  await unpackEarlierInstallation(connection)
  const count = async (table: string) => Number((await connection.query(`SELECT count(*) AS n FROM "${table}"`))[0]?.['n'])
  const [counters, messages, requests] = [await count('UsageCounter'), await count('Message'), await count('SignatureRequest')]
  await connection.script(`SET session_replication_role = 'replica'; ${ORPHANED.join(';')}; SET session_replication_role = 'origin'`)
  await migrate(connection)
  expect([await count('UsageCounter'), await count('OutboxMessage'), await count('SignatureRequest')]).toEqual([
    counters,
    messages - 3,
    requests,
  ])
  expect(await connection.query(`SELECT "name", "revokedAt" IS NOT NULL AS revoked FROM "ApiKey" WHERE "id" = 'key_gone'`)).toEqual([
    { name: 'Deleted', revoked: true },
  ])
  // The migration can also be applied to a database that already has the migrations after it.
  await connection.query(`DELETE FROM "_prisma_migrations" WHERE "migration_name" LIKE '%rows_that_point_at_nothing'`)
  expect(await migrate(connection)).toHaveLength(1)
  await pglite.close()
})
