// Rows of a version without MACs: evidence is adopted once, where its chain is whole, and says so; profiles are bound to their signers.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { seal } from '../../crypto/envelope'
import type { EvidenceEvent, Fact } from '../../domain/event'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest } from '../../testing/journey-walk'
import { forgeEvidence } from '../../testing/rewrite-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { loadEvents } from '../kernel/evidence'
import { openProfile } from '../kernel/profile'
import { adoptEarlierRows } from './adopt-earlier-rows'

let t: TestContext
let request: string
let other: string
let rewind: Rewind

beforeAll(async () => {
  t = await testContext()
  const person = { name: 'Anna Kowalska', email: 'anna@example.com' }
  request = (await newRequest(t, [person])).id
  other = (await newRequest(t, [person])).id
  rewind = await t.checkpoint()
})
beforeEach(async () => {
  await rewind()
  await withoutMacs()
})
afterAll(() => t.close())

/** As the migration leaves the rows of the version before. */
async function withoutMacs(): Promise<void> {
  await t.context.db.event.updateMany({ data: { mac: null } })
  await t.context.db.signatureRequest.updateMany({ data: { headMac: null } })
}
const load = (id: string) => loadEvents(t.context, t.context.db, id)
const refused = { code: 'INTEGRITY_FAULT' }

test('it is refused until it was adopted, and what was adopted says so in its evidence', async () => {
  await expect(load(request)).rejects.toMatchObject(refused)
  await adoptEarlierRows(t.context)
  const events = await load(request)
  expect(events.at(-1)).toMatchObject({ actor: 'system', fact: { type: 'evidence_adopted', events: events.length - 1 } })
  await adoptEarlierRows(t.context)
  expect(await load(request)).toEqual(events)
})

test('a chain that is broken is not adopted, and the others are', async () => {
  await t.context.db.event.updateMany({ where: { requestId: request, sequence: 2 }, data: { actor: 'signer' } })
  await adoptEarlierRows(t.context)
  expect(t.errors.at(-1)).toEqual({ place: request, what: 'event 2' })
  await expect(load(request)).rejects.toMatchObject(refused)
  await load(other)
})

test.each([
  `"at" = 'infinity'`,
  `"fact" = "fact"::jsonb || '{"more": 1e400}'`,
  `"fact" = ('{"more": ' || repeat('[', 300) || repeat(']', 300) || '}')::jsonb`,
])('a chain that nobody can write again is not adopted, and the others are: %s', async (change) => {
  await t.context.db.$executeRawUnsafe(`SET session_replication_role = 'replica'`)
  await t.context.db.$executeRawUnsafe(`UPDATE "Event" SET ${change} WHERE "requestId" = $1 AND "sequence" = 2`, request)
  await t.context.db.$executeRawUnsafe(`SET session_replication_role = 'origin'`)
  await adoptEarlierRows(t.context)
  expect(t.errors.at(-1)).toEqual({ place: request, what: 'its events, of which one cannot be read' })
  await expect(load(request)).rejects.toMatchObject(refused)
  await load(other)
})

test.each<[string, (events: readonly EvidenceEvent[]) => readonly EvidenceEvent[]]>([
  ['begin with another fact', (events) => events.slice(1)],
  ['lack what a fact has', ([first, ...events]) => (first ? [{ ...first, fact: { type: 'request_created' } as Fact }, ...events] : [])],
])('a chain whose facts %s is not adopted, although it holds, and the others are', async (_, change) => {
  await rewind()
  await forgeEvidence(t, request, change)
  await withoutMacs()
  await adoptEarlierRows(t.context)
  expect(t.errors.at(-1)).toEqual({ place: request, what: 'its events, which tell no request' })
  await load(other)
})

test('a profile that was bound to nobody is bound to its signer, and one that does not open stays as it is', async () => {
  const { context } = t
  const master = context.secrets.key('profile')
  const [signer, damaged] = await context.db.signer.findMany({ orderBy: { id: 'asc' } })
  if (!signer || !damaged) throw new Error('two signers were made')
  const before = openProfile(context, signer)
  const key = randomBytes(32)
  const earlier = {
    profileKey: new Uint8Array(seal(master, key, 'signer profile key')),
    profile: new Uint8Array(seal(key, Buffer.from(JSON.stringify(before)), 'signer profile')),
  }
  const store = (id: string, data: typeof earlier) => context.db.signer.update({ where: { id }, data })
  await store(signer.id, earlier)
  await store(damaged.id, { ...earlier, profile: earlier.profile.with(20, (earlier.profile[20] ?? 0) ^ 1) })
  const read = async (id: string) => openProfile(context, await context.db.signer.findUniqueOrThrow({ where: { id } }))
  await expect(read(signer.id)).rejects.toMatchObject(refused)
  await adoptEarlierRows(context)
  expect(await read(signer.id)).toEqual(before)
  await expect(read(damaged.id)).rejects.toMatchObject(refused)
})

test('a request that has MACs already is not adopted once more', async () => {
  await rewind()
  await t.context.db.event.deleteMany({ where: { requestId: request, sequence: { gt: 2 } } })
  await t.context.db.signatureRequest.update({ where: { id: request }, data: { headMac: null } })
  await adoptEarlierRows(t.context)
  await expect(load(request)).rejects.toMatchObject(refused)
})
