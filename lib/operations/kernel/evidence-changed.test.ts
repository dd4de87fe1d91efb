// Somebody writes into the stopped database: whatever they change of a request's events, the product finds it when it reads them, refuses,
// and names it for the operator.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { JOB } from '../../domain/caller'
import type { EvidenceEvent } from '../../domain/event'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { forgeEvidence } from '../../testing/rewrite-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { completeRequest } from '../completion/complete-request'
import { stampEvidence } from '../completion/stamp-evidence'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { getSignatureRequest } from '../requests/get-signature-request'
import { listSignatureRequests } from '../requests/list-signature-requests'
import { standing } from '../journey/standing'
import { statusById } from '../status/request-status'
import { sweep } from '../maintenance/sweep'
import { append, loadEvents } from './evidence'
import { newIntegrity } from './integrity'

let t: TestContext
let rewind: Rewind
/** The one that is changed, and another one. */
let request: string
let signer: string
let walk: Walk
let other: string

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  Object.assign(script.mrz, { surname: 'KOWALSKA', givenNames: ['ANNA'] })
  t = await testContext({ identity })
  const person = { name: 'Anna Kowalska', email: 'anna@example.com' }
  const created = await newRequest(t, [person])
  request = created.id
  signer = created.signers[0]?.id ?? ''
  other = (await newRequest(t, [person])).id
  walk = await Walk.open(t, signer)
  await walk.to('details')
  rewind = await t.checkpoint()
})
beforeEach(async () => {
  await rewind()
  Object.assign(t.context.integrity, newIntegrity())
})
afterAll(() => t.close())

const sql = (statement: string) => t.context.db.$executeRawUnsafe(statement)
const load = () => loadEvents(t.context, t.context.db, request)
const faults = () => t.context.integrity.faults().filter(({ place }) => place === request)
const eventNumber = (sequence: number) => `"requestId" = '${request}' AND "sequence" = ${sequence}`

/** Refused, in the log by request and event, and in readiness. */
async function isFound(what: string | RegExp): Promise<void> {
  await expect(load()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT', status: 500 })
  const fault = { place: request, what: typeof what === 'string' ? what : expect.stringMatching(what) }
  expect(t.errors.at(-1)).toEqual(fault)
  expect(faults()).toEqual([fault])
}

/** One change of each column; `text` turns the last character into another one. */
const text = (column: string) => `"${column}" = left("${column}", -1) || CASE right("${column}", 1) WHEN 'a' THEN 'b' ELSE 'a' END`
const CHANGES: Readonly<Record<string, string>> = {
  id: text('id'),
  requestId: `"requestId" = 'OTHER', "sequence" = 1000`,
  sequence: '"sequence" = 1000',
  at: `"at" = "at" + interval '1 millisecond'`,
  actor: `"actor" = CASE "actor" WHEN 'system' THEN 'signer'::"Actor" ELSE 'system' END`,
  session: `"session" = coalesce(left("session", -1), '') || '!'`,
  caller: `"caller" = coalesce(left("caller", -1), '') || '!'`,
  signerId: `"signerId" = coalesce(left("signerId", -1), '') || '!'`,
  type: text('type'),
  fact: `"fact" = "fact"::jsonb || '{"signer": "sgn_0000000000000000"}'`,
  previousHash: text('previousHash'),
  hash: text('hash'),
  mac: text('mac'),
}

describe('an event of which one column was changed', () => {
  it('is there for each column', async () => {
    const columns = await t.context.db.$queryRaw<{ name: string }[]>`
      SELECT column_name AS "name" FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'Event'`
    expect(Object.keys(CHANGES).sort()).toEqual(columns.map(({ name }) => name).sort())
  })

  for (const [column, change] of Object.entries(CHANGES))
    it.each(['first', 'middle', 'last'])(`${column} of the %s`, async (which) => {
      const events = await load()
      const sequence = { first: 1, middle: 3, last: events.length }[which] ?? 0
      await sql(`UPDATE "Event" SET ${change.replace('OTHER', other)} WHERE ${eventNumber(sequence)}`)
      await isFound(/event \d+$/)
    })

  it.each([`"at" = 'infinity'`, `"fact" = "fact"::jsonb || '{"more": 1e400}'`])('so that nobody can write it again: %s', async (change) => {
    await sql(`UPDATE "Event" SET ${change} WHERE ${eventNumber(3)}`)
    await isFound('its events, of which one cannot be read')
  })

  it('is whole again when it was put back, and then nothing is named any more', async () => {
    const was = (await load())[2]
    await sql(`UPDATE "Event" SET "at" = "at" + interval '1 day' WHERE ${eventNumber(3)}`)
    await isFound('event 3')
    await sql(`UPDATE "Event" SET "at" = '${was?.at}' WHERE ${eventNumber(3)}`)
    await load()
    expect(faults()).toEqual([])
  })
})

it.each([
  `UPDATE "SignatureRequest" SET "metadata" = '{"more": 1e400}' WHERE "id" = 'THIS'`,
  `UPDATE "Signer" SET "createdAt" = 'infinity' WHERE "requestId" = 'THIS'`,
  `UPDATE "Event" SET "at" = 'infinity' WHERE "requestId" = 'THIS'`,
])('a request that nobody can write again is left out of lists, which show the others: %s', async (change) => {
  await sql(change.replace('THIS', request))
  const { requests } = await listSignatureRequests(t.context, t.caller, { limit: 100 })
  expect(requests.map(({ id }) => id)).toEqual([other])
})

describe('events that were removed, swapped or added', () => {
  it.each([1, 3])('number %i is missing', async (sequence) => {
    await sql(`DELETE FROM "Event" WHERE ${eventNumber(sequence)}`)
    await isFound(`event ${sequence}`)
  })

  it('the last one is missing', async () => {
    const { length } = await load()
    await sql(`DELETE FROM "Event" WHERE ${eventNumber(length)}`)
    await isFound(`the end of its events, after event ${length - 1}`)
  })

  it('all are missing', async () => {
    await sql(`DELETE FROM "Event" WHERE "requestId" = '${request}'`)
    await isFound('the end of its events, after event 0')
    await sql(`UPDATE "SignatureRequest" SET "headMac" = NULL WHERE "id" = '${request}'`)
    await isFound('the end of its events, after event 0')
  })

  it('two have changed places', async () => {
    for (const [from, to] of [
      [2, 1000],
      [3, 2],
      [1000, 3],
    ] as const)
      await sql(`UPDATE "Event" SET "sequence" = ${to} WHERE ${eventNumber(from)}`)
    await isFound('event 2')
  })

  it('the events of another request stand in their place, with the end of that one', async () => {
    await sql(`DELETE FROM "Event" WHERE "requestId" = '${request}'`)
    await sql(`UPDATE "Event" SET "requestId" = '${request}' WHERE "requestId" = '${other}'`)
    await sql(
      `UPDATE "SignatureRequest" SET "headMac" = (SELECT "headMac" FROM "SignatureRequest" WHERE "id" = '${other}') WHERE "id" = '${request}'`,
    )
    await isFound('event 1')
  })

  it('the end is missing, and the MAC of the end with it', async () => {
    const { length } = await load()
    await sql(`DELETE FROM "Event" WHERE ${eventNumber(length)}`)
    for (const mac of [`NULL`, `''`, `(SELECT "mac" FROM "Event" WHERE ${eventNumber(length - 1)})`]) {
      await sql(`UPDATE "SignatureRequest" SET "headMac" = ${mac} WHERE "id" = '${request}'`)
      await isFound(`the end of its events, after event ${length - 1}`)
    }
  })

  const opened = ({ fact }: EvidenceEvent) => fact.type === 'link_opened'
  it('an opened link was removed, and the chain made anew', async () => {
    const before = await load()
    await forgeEvidence(t, request, (events) => events.filter((event) => !opened(event)))
    await isFound(`event ${before.find(opened)?.sequence ?? 0}`)
  })

  it('one was added in the middle, and one at the end, with a right chain', async () => {
    const added = (event: EvidenceEvent | undefined): EvidenceEvent[] => (event ? [{ ...event, id: 'evt_added00000000000' }] : [])
    await forgeEvidence(t, request, (events) => [...events.slice(0, 3), ...added(events[2]), ...events.slice(3)])
    await isFound('event 4')
    await rewind()
    const { length } = await load()
    await forgeEvidence(t, request, (events) => [...events, ...added(events.at(-1))])
    await isFound(`event ${length + 1}`)
  })
})

it.each([-34_560_000, 1])('a test clock that was moved by %i seconds, and no fact says so', async (seconds) => {
  await sql(`UPDATE "SignatureRequest" SET "clockOffset" = "clockOffset" + ${seconds} WHERE "id" = '${request}'`)
  await isFound('its test clock')
})

const MOVED = [
  { what: 'its deadline', change: `"expiresAt" = "expiresAt" + interval '1 second'` },
  { what: 'its completion', change: `"completedAt" = "createdAt"` },
  { what: 'its erasure', change: `"deletedAt" = "createdAt"` },
]
it.each(MOVED)('$what in its row is not the one of the facts', async ({ what, change }) => {
  await sql(`UPDATE "SignatureRequest" SET ${change} WHERE "id" = '${request}'`)
  await isFound(what)
})

it('was erased, and its row was brought back', async () => {
  const { context, caller } = t
  await cancelSignatureRequest(context, caller, { requestId: request })
  await completeRequest(context, { request })
  await deleteSignatureRequest(context, caller, { requestId: request })
  await expect(deleteSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject({ code: 'SIGNATURE_REQUEST_DELETED' })
  await sql(`UPDATE "SignatureRequest" SET "deletedAt" = NULL WHERE "id" = '${request}'`)
  await isFound('its erasure')
  await expect(getSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
})

describe('a row that the facts name was removed', () => {
  beforeAll(() => sql(`SET session_replication_role = 'replica'`))
  afterAll(() => sql(`SET session_replication_role = 'origin'`))
  const part = `"requestDocumentId" IN (SELECT "id" FROM "RequestDocument" WHERE "requestId" = 'THIS')`
  const REMOVED: Readonly<Record<string, { where: string; what: RegExp }>> = {
    Signer: { where: `"requestId" = 'THIS'`, what: /^signer sgn_\w+, whose row was removed$/ },
    RequestDocument: { where: `"requestId" = 'THIS'`, what: /^document doc_\w+, of which a row was removed$/ },
    Document: {
      where: `"id" IN (SELECT "documentId" FROM "RequestDocument" WHERE "requestId" = 'THIS')`,
      what: /^document doc_\w+, of which a row was removed$/,
    },
    Field: { where: part, what: /^document doc_\w+, of which a row was removed$/ },
    Revision: { where: `${part} AND "number" = 1`, what: /^document doc_\w+, of which a row was removed$/ },
  }

  it.each(Object.entries(REMOVED))('%s', async (table, { where, what }) => {
    const { context, caller } = t
    await sql(`DELETE FROM "${table}" WHERE ${where.replace('THIS', request)}`)
    await isFound(what)
    await expect(getSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    await expect(completeRequest(context, { request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    const { requests } = await listSignatureRequests(context, caller, { limit: 10 })
    expect(requests.map(({ id }) => id)).toEqual([other])
  })
})

describe('a row of a check, a key, an act of signing or a time-stamp that the facts name was removed', () => {
  let signed: Rewind
  beforeAll(async () => {
    await rewind()
    await walk.to('signed')
    await stampEvidence(t.context, { request })
    signed = await t.checkpoint()
    await sql(`SET session_replication_role = 'replica'`)
  })
  beforeEach(() => signed())
  afterAll(() => sql(`SET session_replication_role = 'origin'`))
  const ofSigner = `"signerId" IN (SELECT "id" FROM "Signer" WHERE "requestId" = 'THIS')`
  const REMOVED: Readonly<Record<string, { where: string; what: RegExp }>> = {
    Verification: { where: ofSigner, what: /^verification ver_\w+, whose row was removed$/ },
    Activation: { where: ofSigner, what: /^activation act_\w+, whose row was removed$/ },
    Credential: { where: ofSigner, what: /^credential cred_\w+, whose row was removed$/ },
    EvidenceStamp: { where: `"requestId" = 'THIS'`, what: /^the time-stamp of event \d+, which was removed$/ },
  }

  it.each(Object.entries(REMOVED))('%s', async (table, { where, what }) => {
    const { context, caller } = t
    await load()
    await sql(`DELETE FROM "${table}" WHERE ctid = (SELECT max(ctid) FROM "${table}" WHERE ${where.replace('THIS', request)})`)
    await isFound(what)
    await expect(getSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    const { requests } = await listSignatureRequests(context, caller, { limit: 10 })
    expect(requests.map(({ id }) => id)).toEqual([other])
  })

  it('but not a time-stamp that is still to be made', async () => {
    await sql(`DELETE FROM "EvidenceStamp"`)
    await sql(`UPDATE "SignatureRequest" SET "stampsDueAt" = now()`)
    await load()
    await stampEvidence(t.context, { request })
    await load()
  })
})

describe('a time-stamp of which one column was changed', () => {
  const FIRST = `"requestId" = 'THIS' AND "sequence" = (SELECT min("sequence") FROM "EvidenceStamp" WHERE "requestId" = 'THIS')`
  const LAST = FIRST.replace('min', 'max')
  const changed = (change: string) =>
    sql(`UPDATE "EvidenceStamp" SET ${change} WHERE ${FIRST}`.replaceAll('THIS', request).replaceAll('OTHER', other))
  /** By the state that the request is in. */
  const stamped = new Map<string, Rewind>()
  beforeAll(async () => {
    await rewind()
    await walk.to('signed')
    await stampEvidence(t.context, { request })
    stamped.set('signed', await t.checkpoint())
    await completeRequest(t.context, { request })
    await completeRequest(t.context, { request })
    stamped.set('sealed', await t.checkpoint())
  })

  const CHANGED: Readonly<Record<string, string>> = {
    requestId: `"requestId" = 'OTHER'`,
    sequence: '"sequence" = 1',
    hash: text('hash'),
    token: `"token" = set_byte("token", length("token") - 5, get_byte("token", length("token") - 5) # 1)`,
    mac: text('mac'),
  }
  it('is there for each column', async () => {
    const columns = await t.context.db.$queryRaw<{ name: string }[]>`
      SELECT column_name AS "name" FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'EvidenceStamp'`
    expect(Object.keys(CHANGED).sort()).toEqual(columns.map(({ name }) => name).sort())
  })

  const of = (columns: string) => `(${columns}) = (SELECT ${columns} FROM "EvidenceStamp" WHERE ${LAST})`
  const SWAPPED = { 'its token is that of another one': of('"token"'), 'token and MAC are': of('"token", "mac"') }
  describe.each(['signed', 'sealed'])('of a request that is %s', (state) => {
    beforeEach(() => stamped.get(state)?.())
    const WHAT = /^(the time-stamp of event \d+(, which was removed)?|event \d+, which was time-stamped)$/
    it.each(Object.entries({ ...CHANGED, ...SWAPPED }))('%s', async (_, change) => {
      const { context, caller } = t
      await changed(change)
      await isFound(WHAT)
      await expect(getSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
      await expect(stampEvidence(context, { request })).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
      // It stays named, whatever else is read, and until it is whole.
      await listSignatureRequests(context, caller, { limit: 10 })
      await expect(standing(context, context.db, signer)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
      expect(faults()).toHaveLength(1)
      await stamped.get(state)?.()
      await load()
      expect(faults()).toEqual([])
    })
  })

  it('of a sealed request is missing, although it is said to be still to be made', async () => {
    await stamped.get('sealed')?.()
    await sql(`DELETE FROM "EvidenceStamp" WHERE "requestId" = '${request}'`)
    await sql(`UPDATE "SignatureRequest" SET "stampsDueAt" = now()`)
    await isFound(/^the time-stamp of event \d+, which was removed$/)
  })
})

describe('a request that was changed', () => {
  beforeEach(async () => {
    await sql(`UPDATE "Event" SET "at" = "at" + interval '1 millisecond' WHERE ${eventNumber(2)}`)
  })

  it('is refused wherever it is read, and nothing is added to it', async () => {
    const { context, caller } = t
    const refused = { code: 'INTEGRITY_FAULT' }
    await expect(getSignatureRequest(context, caller, { requestId: request })).rejects.toMatchObject(refused)
    await expect(statusById(context, caller, request)).rejects.toMatchObject(refused)
    await expect(Walk.open(t, signer)).rejects.toMatchObject(refused)
    const adding = context.db.$transaction((tx) => append(context, tx, request, [{ by: JOB, fact: { type: 'request_cancelled' } }]))
    await expect(adding).rejects.toMatchObject(refused)
  })

  it('does not keep the others from being listed and looked after', async () => {
    const { requests } = await listSignatureRequests(t.context, t.caller, { limit: 10 })
    expect(requests.map(({ id }) => id)).toEqual([other])
    t.advance(31 * 86_400_000)
    await sweep(t.context, 'running')
    expect((await getSignatureRequest(t.context, t.caller, { requestId: other })).status).toBe('expired')
    expect(await t.context.db.event.count({ where: { requestId: other, type: 'request_expired' } })).toBe(1)
  })
})

it('the sweep goes on with the others, however many were changed, and where only the row was', async () => {
  for (let made = 0; made < 3; made++) await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  await sql(`UPDATE "SignatureRequest" SET "metadata" = '{"contract": "another"}' WHERE "id" <> '${other}'`)
  const before = t.errors.length
  t.advance(31 * 86_400_000)
  await sweep(t.context, 'running')
  expect(await t.context.db.event.findMany({ where: { type: 'request_expired' }, select: { requestId: true } })).toEqual([
    { requestId: other },
  ])
  // Each is named as changed, and none as a failure of the sweep.
  expect(t.errors.slice(before).map(({ what }) => what)).toEqual(['the row', 'the row', 'the row', 'the row'])
})

it('reads and checks the events of a locked request once in a transaction', async () => {
  let checks = 0
  const context = { ...t.context, integrity: { ...t.context.integrity, whole: () => void checks++ } }
  const again = [{ by: JOB, fact: { type: 'journey_restarted', signer } }] as const
  await context.db.$transaction(async (tx) => {
    await append(context, tx, request, again)
    const first = await loadEvents(context, tx, request)
    await append(context, tx, request, again)
    expect((await loadEvents(context, tx, request)).slice(0, first.length)).toEqual(first)
  })
  expect(checks).toBe(1)
  expect((await load()).slice(-2).map(({ fact }) => fact.type)).toEqual(['journey_restarted', 'journey_restarted'])
})
