// An installation of an earlier version opens, with requests in every state, and goes on: nothing is lost, and work in progress is
// finished. With TEST_DATABASE_URL, which names an empty PostgreSQL database, the same is tested there.

import pg from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adoptOnce } from '../../adopt'
import type { Installation } from '../../context'
import { PrismaClient, type FrameInRow } from '../../generated/prisma/client'
import { SECRET_NAMES } from '../../domain/ports'
import { retireSecret, rotateSecret } from '../../operations/administration/rotate-secret'
import { takeOver } from '../../operations/access/take-over'
import { completeRequest } from '../../operations/completion/complete-request'
import { loadEvents, loadRequest } from '../../operations/kernel/evidence'
import { standing } from '../../operations/journey/standing'
import { adoptRows } from '../../operations/kernel/adopt-bound-rows'
import { adoptEarlierRows } from '../../operations/maintenance/adopt-earlier-rows'
import { sweep } from '../../operations/maintenance/sweep'
import { cancelSignatureRequest } from '../../operations/requests/cancel-signature-request'
import { deleteSignatureRequest } from '../../operations/requests/delete-signature-request'
import { getSignatureRequest } from '../../operations/requests/get-signature-request'
import { listSignatureRequests } from '../../operations/requests/list-signature-requests'
import { statusByToken } from '../../operations/status/request-status'
import { getUsage } from '../../operations/usage/get-usage'
import { identityPictures } from '../../operations/verification/verified-identity'
import { movePictures } from '../../operations/verification/move-pictures'
import { sealSignature } from '../../operations/signing/seal-signature'
import { asOfFirstMacs, unpackEarlierInstallation, type EarlierInstallation } from '../../testing/earlier-installation'
import { PIN, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type Begun, type TestContext } from '../../testing/test-context'
import { PreparingPGlite } from './embedded/prepared'
import { migrate, type Connection } from './migrate'
import { openPostgresql } from './postgresql'

type Opened = { earlier: EarlierInstallation; begun: Omit<Begun, 'directory'> }

async function inPglite(): Promise<Opened> {
  const pglite = new PreparingPGlite()
  const connection = {
    query: async (sql: string, values?: unknown[]) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
    script: async (sql: string) => void (await pglite.exec(sql)),
  }
  const earlier = await unpackEarlierInstallation(connection)
  await migrate(connection)
  const db = new PrismaClient({ adapter: new PrismaPGlite(pglite) })
  return {
    earlier,
    begun: {
      db,
      statement: pglite.run,
      close: async () => {
        await db.$disconnect()
        await pglite.close()
      },
    },
  }
}

async function inPostgresql(url: string): Promise<Opened> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const connection: Connection = {
    query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values)).rows,
    script: async (sql) => void (await client.query(sql)),
  }
  const earlier = await unpackEarlierInstallation(connection)
  await client.end()
  const { prisma, run, close } = await openPostgresql(url, () => undefined)
  return { earlier, begun: { db: prisma, statement: run, close } }
}

const server = process.env['TEST_DATABASE_URL']
const DATABASES = [
  { name: 'PGlite', open: inPglite, rotated: false, firstMacs: false },
  { name: 'PGlite, both secrets replaced', open: inPglite, rotated: true, firstMacs: false },
  { name: 'PGlite, as the first version with MACs of rows left it', open: inPglite, rotated: false, firstMacs: true },
  ...(server ? [{ name: 'PostgreSQL', open: () => inPostgresql(server), rotated: false, firstMacs: false }] : []),
]

describe.each(DATABASES)('an installation of an earlier version, in $name', ({ open, rotated, firstMacs }) => {
  let t: TestContext
  let earlier: EarlierInstallation
  let inRows: FrameInRow[]
  beforeAll(async () => {
    const opened = await open()
    earlier = opened.earlier
    const { identity } = scriptedIdentity()
    t = await testContext({ start: earlier.at, identity, begun: { ...opened.begun, directory: earlier.directory } })
    t.advance(60_000)
    if (firstMacs) {
      await adoptEarlierRows(t.context)
      await adoptRows(t.context)
      await asOfFirstMacs(t.context, earlier.directory)
      const { requests } = await listSignatureRequests(t.context, earlier.caller, { limit: 100 })
      expect(requests).toEqual([])
      t.errors.length = 0
    }
    // Nobody but the database can write this moment.
    await t.context.db.$executeRaw`
      INSERT INTO "FrameInRow" ("id", "verificationId", "stage", "nonce", "seq", "capturedAt", "receivedAt", "sha256", "image")
      SELECT 'endless', "verificationId", "stage", 'endless', "seq", 'NaN', 'infinity', "sha256", "image" FROM "FrameInRow" LIMIT 1`
    inRows = await t.context.db.frameInRow.findMany()
    await adoptOnce({ config: { dataDir: earlier.directory }, contextFor: () => t.context } as unknown as Installation)
    if (rotated) for (const secret of SECRET_NAMES) await rotateSecret(t.context, secret, t.pki, () => undefined)
  })
  afterAll(async () => {
    await t.close()
  })

  const idOf = (state: string): string => earlier.requests[state] ?? ''
  const viewOf = (state: string) => getSignatureRequest(t.context, earlier.caller, { requestId: idOf(state) })
  /** Takes over first, because a session of the previous version may still be the active one. */
  const walkOf = async (state: string, signer = 0): Promise<Walk> => {
    const walk = await Walk.open(t, (await viewOf(state)).signers[signer]?.id ?? '')
    await takeOver(t.context, walk.caller)
    walk.caller.active = true
    return walk
  }
  const statusOf = async (state: string) => (await viewOf(state)).status

  it('lists every request under its status', async () => {
    const { requests } = await listSignatureRequests(t.context, earlier.caller, { limit: 100 })
    const listed = new Map(requests.map(({ id, status }) => [id, status]))
    const states = Object.fromEntries(Object.entries(earlier.requests).map(([state, id]) => [state, listed.get(id)]))
    expect(states).toEqual({
      completed: 'completed',
      in_progress: 'in_progress',
      pending: 'pending',
      capturing: 'pending',
      verified: 'pending',
      signing_open: 'pending',
      verification_failed: 'pending',
      signing: 'pending',
      refused: 'cancelled',
      cancelled: 'cancelled',
      deleted: undefined,
      handed_over: 'pending',
      expired: 'expired',
    })
    for (const status of ['pending', 'in_progress', 'completed', 'expired', 'cancelled'] as const) {
      const page = await listSignatureRequests(t.context, earlier.caller, { status, limit: 100 })
      expect(page.requests.map(({ id }) => id)).toEqual(requests.filter((one) => one.status === status).map(({ id }) => id))
    }
  })

  it('has adopted every chain of evidence, once', async () => {
    const loaded = async () => Promise.all(Object.values(earlier.requests).map((id) => loadEvents(t.context, t.context.db, id)))
    const chains = await loaded()
    for (const events of chains) expect(events.at(-1)?.fact).toEqual({ type: 'evidence_adopted', events: events.length - 1 })
    await adoptEarlierRows(t.context)
    await adoptRows(t.context)
    expect(await loaded()).toEqual(chains)
  })

  it('knows the person behind the earlier keys and checks', async () => {
    const people = await t.context.db.person.findMany({ include: { credentials: true, verifications: true } })
    const [person] = people
    expect([people.length, person?.mode, person?.credentials.length]).toEqual([1, 'test', 1])
    expect(person?.createdAt).toEqual(person?.credentials[0]?.createdAt)
    expect(person?.verifications.map(({ signerId }) => signerId)).toEqual([person?.credentials[0]?.signerId])
  })

  it('moves the pictures of identity checks from rows into blobs, sealed as they were', async () => {
    expect([inRows.length > 0, await t.context.db.frameInRow.count()]).toEqual([true, 0])
    for (const { id, image } of inRows) {
      const { blob, offset, size } = await t.context.db.frame.findUniqueOrThrow({ where: { id } })
      expect(Buffer.compare((await t.context.blobs.get(blob)).subarray(offset, offset + size), image)).toBe(0)
    }
    const id = (await viewOf('verified')).signers[0]?.id ?? ''
    const { signer } = await standing(t.context, t.context.db, id)
    expect((await identityPictures(t.context, signer)).map(({ name, bytes }) => [name, bytes.length > 0])).toEqual([
      ['document-front.jpg', true],
      ['document-back.jpg', true],
      ['selfie.jpg', true],
    ])
    // The next start finds nothing to do.
    await movePictures(t.context)
  })

  it.each(['pending', 'capturing', 'verified', 'handed_over'])('walks to the end what was %s', async (state) => {
    await (await walkOf(state)).to('signed')
  })

  it('lets the next signer of a request sign that one has signed', async () => {
    await completeRequest(t.context, { request: idOf('in_progress') })
    await (await walkOf('in_progress', 1)).to('signed')
    await completeRequest(t.context, { request: idOf('in_progress') })
    expect(await statusOf('in_progress')).toBe('completed')
  })

  it('takes PIN and code of an activation that was begun', async () => {
    const walk = await walkOf('signing_open')
    const signerId = walk.caller.signerId
    const { id } = await t.context.db.activation.findFirstOrThrow({ where: { signerId, state: 'open' } })
    // A certificate of an earlier request has to be proven first; what was approved stays approved.
    await walk.to('sign')
    await walk.act({ act: 'sign', activation: id, pin: PIN, code: await walk.lastCode() })
    await walk.to('signed')
  })

  it('seals a signature that was authorised', async () => {
    const state = await loadRequest(t.context, t.context.db, idOf('signing'))
    await sealSignature(t.context, { activation: state.signers[0]?.authorised ?? '' })
    await completeRequest(t.context, { request: idOf('signing') })
    expect(await statusOf('signing')).toBe('completed')
  })

  it('sweeps, counts, cancels and deletes', async () => {
    await sweep(t.context, 'start')
    expect(t.errors).toEqual([])
    expect((await getUsage(t.context, earlier.caller, { month: null, from: null, to: null })).keys[0]?.counts.requests_created).toBe(13)
    await cancelSignatureRequest(t.context, earlier.caller, { requestId: idOf('verification_failed') })
    for (const state of ['completed', 'verification_failed', 'refused', 'cancelled'])
      await deleteSignatureRequest(t.context, earlier.caller, { requestId: idOf(state) })
    await expect(t.context.db.signatureRequest.count({ where: { deletedAt: null } })).resolves.toBe(13 - 5)
  })

  it.runIf(rotated)('needs the secrets of before no more', async () => {
    for (const secret of SECRET_NAMES) await retireSecret(t.context, secret, t.pki, { now: true, say: () => undefined })
    expect((await viewOf('in_progress')).signers.map(({ status }) => status)).toEqual(['signed', 'signed'])
    const { statusUrl } = await viewOf('in_progress')
    expect((await statusByToken(t.context, new URL(statusUrl).pathname.slice('/r/'.length))).status).toBe('completed')
  })
})
