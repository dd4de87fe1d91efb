// The database role without UPDATE and DELETE on evidence, on a real PostgreSQL: everything that the product does goes on, the erasure too, and
// evidence cannot be changed. With TEST_DATABASE_URL only: a superuser, and a database in whose place others are made.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeRequest } from '../../operations/completion/complete-request'
import { downloadSignedDocument } from '../../operations/completion/download-signed-document'
import { stampEvidence } from '../../operations/completion/stamp-evidence'
import { loadEvents } from '../../operations/kernel/evidence'
import { sweep } from '../../operations/maintenance/sweep'
import { cancelSignatureRequest } from '../../operations/requests/cancel-signature-request'
import { deleteSignatureRequest } from '../../operations/requests/delete-signature-request'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { openQueue } from '../queue/queue'
import { openPostgresql } from './postgresql'

const server = process.env['TEST_DATABASE_URL'] ?? ''
const NAME = 'qsignhub_restricted'
const unexpected = (error: Error) => {
  throw error
}

async function asOwner(database: string, ...statements: string[]): Promise<void> {
  const url = new URL(server)
  url.pathname = database
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

describe.runIf(server !== '')('as the role without UPDATE and DELETE on evidence', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'restricted-'))
  const [owner, restricted] = [new URL(server || 'postgresql://x'), new URL(server || 'postgresql://x')]
  let t: TestContext
  beforeAll(async () => {
    owner.pathname = NAME
    Object.assign(restricted, { pathname: NAME, username: 'qsignhub_app', password: 'app' })
    await asOwner(
      'postgres',
      `DROP DATABASE IF EXISTS ${NAME}`,
      'DROP ROLE IF EXISTS qsignhub_app',
      `CREATE ROLE qsignhub_app LOGIN PASSWORD 'app'`,
    )
    await asOwner('postgres', `CREATE DATABASE ${NAME}`)
    // The first start, as the owner.
    const first = await openPostgresql(owner.href, unexpected)
    const queue = await openQueue(first.source, unexpected)
    await queue.stop(1000)
    await first.close()
    await asOwner(NAME, readFileSync('prisma/restricted-role.sql', 'utf8'))
    const { prisma, run, close } = await openPostgresql(restricted.href, unexpected)
    t = await testContext({ identity: scriptedIdentity().identity, begun: { directory, db: prisma, statement: run, close } })
  })
  afterAll(async () => {
    await t.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('signs, seals, cancels, sweeps and deletes', async () => {
    const { context, caller } = t
    const signed = await newRequest(t, [{ name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }])
    await (await Walk.open(t, signed.signers[0]?.id ?? '')).to('signed')
    await stampEvidence(context, { request: signed.id })
    const cancelled = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
    await cancelSignatureRequest(context, caller, { requestId: cancelled.id })
    for (const { id } of [signed, cancelled]) {
      await completeRequest(context, { request: id })
      await downloadSignedDocument(context, caller, { requestId: id, documentId: null, archive: true })
    }
    t.advance(92 * 86_400_000)
    await sweep(context, 'running')
    expect(t.errors).toEqual([])
    for (const { id } of [signed, cancelled]) {
      await deleteSignatureRequest(context, caller, { requestId: id })
      await stampEvidence(context, { request: id })
      expect((await loadEvents(context, context.db, id)).at(-1)?.fact.type).toBe('request_deleted')
    }
  })

  it.each(['"Event"', '"EvidenceStamp"'])('cannot change or remove a row of %s, and makes no table', async (table) => {
    const { db } = t.context
    for (const statement of [
      `UPDATE ${table} SET "hash" = ''`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    ])
      await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied|must be owner/)
    await expect(db.$executeRawUnsafe('CREATE TABLE public.mine (x int)')).rejects.toThrow('permission denied')
  })

  it('runs the queue', async () => {
    const queue = await openQueue({ kind: 'postgresql', url: restricted.href }, unexpected)
    await queue.ping()
    await t.context.db.$transaction((tx) => queue.enqueue(tx, 'complete_request', { request: 'sreq_1' }))
    await queue.stop(1000)
  })
})
