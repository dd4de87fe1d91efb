// Somebody who writes the database changes a row that lets people in, or says what is signed and whose it is: the row opens nothing, and is
// named for the operator.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { once } from '../../http/api/idempotency'
import { openSpace, usableLink } from '../space/entrance/open-space'
import { findSpaceSession } from '../space/entrance/space-session'
import { newChallenge, openChallenge } from '../space/passkeys/challenges'
import { passkeysOf } from '../space/passkeys/own-passkeys'
import { addPasskeyOf, SoftAuthenticator } from '../../testing/soft-authenticator'
import { spaceLink } from '../../testing/space-visit'
import { Problem } from '../../domain/problem'
import { authenticate } from '../../http/api/authenticate'
import { organisationContact, setOrganisationContact } from '../administration/organisation-contact'
import { listMessages } from '../conversation/list-messages'
import { writeToRequester } from '../conversation/write-to-requester'
import { findConsoleSession, startConsoleSession } from '../access/console-session'
import { getDirectSignature } from '../direct/get-direct-signature'
import { signedAtOnce } from '../../testing/signed-at-once'
import { verifiedIdentity } from '../verification/verified-identity'
import { createWebhookEndpoint } from '../webhooks/endpoint/create-webhook-endpoint'
import { getWebhookEndpoint } from '../webhooks/endpoint/get-webhook-endpoint'
import { getEvent } from '../webhooks/event/get-event'
import { Prisma } from '../../generated/prisma/client'
import { exchangeLink } from '../access/exchange-link'
import { findByToken } from '../access/find-by-token'
import { handOver } from '../access/hand-over'
import { findSession } from '../access/session'
import { getDocument } from '../documents/get-document'
import { standing } from '../journey/standing'
import { readOutbox } from '../messages/read-outbox'
import { getSignatureRequest, type RequestView } from '../requests/get-signature-request'
import { openActivation } from '../signing/open-activation'
import { statusByToken } from '../status/request-status'
import { loadEvents } from './evidence'
import { adoptColumns, adoptRows } from './adopt-bound-rows'
import { BOUND_ROWS, changeBound, hasOwnMac, isWhole, requireWhole, rowMac, type BoundName } from './bound-rows'

let t: TestContext
/** Each of its own account. */
let requests: RequestView[]
type Row = Record<string, unknown> & { id: string; mac: string | null }
type Opens = (row: Row) => Promise<unknown>
/** How each is opened; those that are not opened answer null or a refusal. */
let opens: Record<BoundName, Opens>

const last = (url: string) => url.split('/').at(-1) ?? ''
const deviceOf = { kind: 'desk', userAgent: 'desk' } as const

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  t = await testContext({ identity })
  const { context } = t
  const accounts = [{ caller: t.caller, apiKey: t.apiKey }, await t.newCaller()]
  requests = []
  for (const { caller } of accounts) {
    const name = requests.length === 0 ? 'Lukasz Jan Zolc' : 'Eleni Papadopoulou'
    if (requests.length > 0) Object.assign(script.mrz, { surname: 'PAPADOPOULOU', givenNames: ['ELENI'], documentNumber: 'AB7654321' })
    const created = await newRequest({ context, caller }, [{ name, email: `a${requests.length}@example.com` }])
    const walk = await Walk.open(t, created.signers[0]?.id ?? '')
    await writeToRequester(t.context, walk.caller, { text: name, sentAs: name })
    await setOrganisationContact(context, caller.tenantId, { email: 'ask@example.com' })
    await walk.to('sign')
    await walk.startSigning()
    requests.push(created)
  }
  const signer = (request: RequestView | undefined) => request?.signers[0] ?? { id: '', url: '' }
  const [one, two] = requests.map(signer)
  if (!one || !two) throw new Error('two signers were made')
  const session = async ({ id, url }: { id: string; url: string | null }) => {
    const { sessionToken } = await exchangeLink(context, { token: last(url ?? ''), device: deviceOf, sessionOf: () => undefined })
    return { id, token: sessionToken ?? '' }
  }
  const sessions = [await session(one), await session(two)]
  const active = await context.db.session.findFirstOrThrow({ where: { signerId: one.id, active: true } })
  const handed = await handOver(context, { kind: 'signer', signerId: one.id, sessionId: active.id, active: true }, { textMessage: false })
  const cookie = await startConsoleSession(context, t.caller)
  // A second row of each, to swap with.
  await startConsoleSession(context, accounts[1]?.caller ?? t.caller)
  const other = await context.db.session.findFirstOrThrow({ where: { signerId: two.id, active: true } })
  await handOver(context, { kind: 'signer', signerId: two.id, sessionId: other.id, active: true }, { textMessage: false })
  const spaceTokens = [await spaceLink(t, 'a0@example.com'), await spaceLink(t, 'a0@example.com')]
  const device = { kind: 'desk', place: { browser: null, system: null, zone: null } } as const
  const { cookie: space } = await openSpace(context, { token: spaceTokens[0] ?? '', device, language: 'en' })
  await openSpace(context, { token: (await spaceLink(t, 'a1@example.com')) ?? '', device, language: 'en' })
  const holder = await findSpaceSession(context, space)
  if (!holder) throw new Error('the space is open')
  // As a person without a certificate, who has no code to give.
  const visit = { caller: () => Promise.resolve({ ...holder, level: 'documents' } as const) }
  for (let made = 0; made < 2; made++) await addPasskeyOf(t, visit, new SoftAuthenticator())
  const challenge = Buffer.from(await newChallenge(context, null)).toString('base64url')
  const shown = (id: string) => getSignatureRequest(context, t.caller, { requestId: id })
  const [request] = requests
  /** What was answered under this key before. */
  const kept = (key: string, work: Parameters<typeof once>[2]) =>
    once(context, { caller: t.caller, key, method: 'POST', path: '/v1/x', fingerprint: 'x' }, work)
  for (const key of ['one', 'two']) await kept(key, async () => ({ status: 200, headers: {}, body: Buffer.from(key) }))
  const endpoints: string[] = []
  for (const { caller } of accounts) {
    const input = { url: 'http://localhost:4000/', description: null, events: null, contactEmail: null }
    endpoints.push((await createWebhookEndpoint(context, caller, input)).id)
  }
  for (const { caller } of accounts) await signedAtOnce({ context, caller })
  const event = await context.db.webhookEvent.findFirstOrThrow({ where: { tenantId: t.caller.tenantId } })
  const credentials = async () => (await standing(context, context.db, one.id)).credentials
  const written = { requestId: request?.id ?? '', signerId: one.id, limit: 20 }
  const unanswered = () => Promise.reject(new Problem('NOT_FOUND.file_gone'))
  opens = {
    activation: async ({ id }) => openActivation(context, context.db, await standing(context, context.db, one.id), { id }),
    apiKey: () => authenticate(context, t.apiKey),
    consoleSession: () => findConsoleSession(context, cookie),
    conversationEntry: async ({ id }) => (await listMessages(context, t.caller, written)).items.some((entry) => entry.id === id),
    credential: async ({ id }) => (await credentials()).find(({ row }) => row.id === id),
    directSignature: ({ id }) => getDirectSignature(context, t.caller, { signatureId: id }),
    document: () => getDocument(context, t.caller, { documentId: request?.documents[0]?.id ?? '' }),
    field: () => shown(request?.id ?? ''),
    idempotencyRecord: () => kept('one', unanswered),
    outboxMessage: async ({ id }) => (await readOutbox(context, { tenantId: t.caller.tenantId })).some((message) => message.id === id),
    handover: () => findByToken(context, context.db, last(handed.url)),
    passkey: async ({ id }) => (await passkeysOf(context, context.db, holder.spaceId)).some((passkey) => passkey.id === id),
    passkeyChallenge: () => openChallenge(context, null, challenge),
    person: async () => (await credentials()).length > 0,
    session: () => findSession(context, one.id, sessions[0]?.token ?? ''),
    signatureRequest: () => statusByToken(context, last(request?.statusUrl ?? '')),
    signer: () => findByToken(context, context.db, last(one.url ?? '')),
    tenantContact: async () => (await organisationContact(context, t.caller.tenantId)).reach,
    space: () => findSpaceSession(context, space),
    spaceLink: () => usableLink(context, context.db, spaceTokens[1] ?? ''),
    spaceSession: () => findSpaceSession(context, space),
    tenant: () => authenticate(context, t.apiKey),
    verification: async () => verifiedIdentity(context, (await standing(context, context.db, one.id)).signer),
    webhookEndpoint: () => getWebhookEndpoint(context, t.caller, { endpointId: endpoints[0] ?? '' }),
    webhookEvent: () => getEvent(context, t.caller, { eventId: event.id }),
  }
  // Who writes the database switches its rules off.
  await context.db.$executeRawUnsafe(`SET session_replication_role = 'replica'`)
})
afterAll(async () => {
  // The next file of tests has the same connection.
  await t.context.db.$executeRawUnsafe(`SET session_replication_role = 'origin'`)
  await t.close()
})

type Table = {
  findMany(query: object): Promise<Row[]>
  updateMany(query: object): Promise<unknown>
}
const tableOf = (name: BoundName) => t.context.db[name] as unknown as Table
const NAMES = Object.keys(BOUND_ROWS) as BoundName[]

/** The row that is opened, and another one. */
async function twoOf(name: BoundName): Promise<[Row, Row]> {
  const rows = await tableOf(name).findMany({ orderBy: { id: 'asc' } })
  for (const row of rows) {
    const other = rows.find(({ id }) => id !== row.id)
    if (!(await opened(name, row))) continue
    await tableOf(name).updateMany({ where: { id: row.id }, data: { mac: 'none' } })
    const isThis = !(await opened(name, row))
    await tableOf(name).updateMany({ where: { id: row.id }, data: { mac: row.mac } })
    if (isThis && other) return [row, other]
  }
  throw new Error(`two rows of ${name} are needed`)
}

async function opened(name: BoundName, row: Row): Promise<boolean> {
  try {
    return Boolean(await opens[name](row))
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') return false
    throw error
  }
}

const write = (name: BoundName, { id }: { id: string }, data: object) => tableOf(name).updateMany({ where: { id }, data })

async function isFound(name: BoundName, id: string): Promise<void> {
  const [row] = await tableOf(name).findMany({ where: { id } })
  if (!row) throw new Error('the changed row is there')
  expect(await opened(name, row)).toBe(false)
  expect(isWhole(t.context, name, row as never)).toBe(false)
  const fault = { place: `${name} ${id}`, what: 'the row' }
  expect(t.errors.at(-1)).toEqual(fault)
  expect(t.context.integrity.faults()).toContainEqual(fault)
  // The evidence is whole. It says nothing of this row.
  for (const request of requests) await loadEvents(t.context, t.context.db, request.id).catch(() => [])
  expect(t.context.integrity.faults()).toContainEqual(fault)
}

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  by: ['signer', 'requester'],
  mode: ['test', 'live'],
  device: ['desk', 'phone'],
  kind: ['link', 'handover'],
  channel: ['email', 'sms'],
  signatureType: ['qes', 'aes'],
  delivery: ['email', 'none'],
  documentType: ['passport', 'national_id'],
}
const JSON_COLUMNS = ['anchor', 'headers', 'metadata', 'payload', 'script']
/** The only one whose type has one value. */
const NO_OTHER = 'field type'
/** One byte of it, or the smallest change that there is. */
function another(column: string, value: unknown): unknown {
  const one = OTHERS[column]?.find((each) => each !== value)
  if (one !== undefined) return one
  if (JSON_COLUMNS.includes(column)) return { found: true }
  if (column === 'minimumAge' || column === 'stepUpAfterDays') return 16
  if (value === null) return column.endsWith('At') ? t.context.now() : 'x'
  if (value instanceof Date) return new Date(value.getTime() + 1)
  if (value instanceof Uint8Array) return value.with(40, (value[40] ?? 0) ^ 1)
  if (Array.isArray(value)) return [...value, 'documents:read']
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  return `${String(value).slice(0, -1)}${String(value).endsWith('0') ? '1' : '0'}`
}

describe.each(NAMES)('%s', (name) => {
  let row: Row
  let other: Row
  beforeAll(async () => {
    ;[row, other] = await twoOf(name)
  })

  it('opens as it was written', async () => {
    expect(await opened(name, row)).toBe(true)
    expect(requireWhole(t.context, name, row as never)).toBe(row)
  })

  it.each(BOUND_ROWS[name].filter((column) => `${name} ${column}` !== NO_OTHER))('opens nothing with another %s', async (column) => {
    const data = { [column]: another(column, row[column]) }
    await write(name, row, data)
    await isFound(name, String(column === 'id' ? data[column] : row.id))
    // Prisma has a value of its own for no JSON.
    const nothing = JSON_COLUMNS.includes(column) ? Prisma.DbNull : null
    await write(name, { id: String(data['id'] ?? row.id) }, { [column]: row[column] ?? nothing })
    expect(await opened(name, row)).toBe(true)
    expect(t.context.integrity.faults().map(({ place }) => place)).not.toContain(`${name} ${row.id}`)
  })

  it.each(['none', 'that of another row', 'an empty one'])('opens nothing with a MAC that is %s', async (which) => {
    await write(name, row, { mac: which === 'none' ? null : which === 'an empty one' ? '' : other.mac })
    await isFound(name, row.id)
    await write(name, row, { mac: row.mac })
  })

  it('opens nothing when it has changed places with another one', async () => {
    const swap = async () => {
      await write(name, row, { id: 'aside' })
      await write(name, other, { id: row.id })
      await write(name, { id: 'aside' }, { id: other.id })
    }
    await swap()
    await isFound(name, row.id)
    await isFound(name, other.id)
    await swap()
  })

  it('opens nothing once it was removed', async () => {
    await write(name, row, { id: 'gone' })
    expect(await opened(name, row)).toBe(false)
    await write(name, { id: 'gone' }, { id: row.id })
    expect(await opened(name, row)).toBe(true)
  })
})

describe('a change by the product', () => {
  it('leaves rows whole that two write at once', async () => {
    const { context } = t
    const { id } = await context.db.session.findFirstOrThrow({ orderBy: { id: 'asc' } })
    const seen = Array.from({ length: 5 }, (_, n) => ({ lastSeenAt: new Date(context.now().getTime() + n) }))
    const changes = [...seen, { active: false }, { active: true }].map((data) => changeBound(context, context.db, 'session', { id }, data))
    expect(await Promise.all(changes)).toEqual(changes.map(() => 1))
    requireWhole(context, 'session', await context.db.session.findUniqueOrThrow({ where: { id } }))
  })

  it('refuses a row that was changed outside, so that it cannot be put back afterwards', async () => {
    const { context } = t
    const { id, revokedAt } = await context.db.apiKey.findUniqueOrThrow({ where: { id: t.caller.apiKeyId } })
    await context.db.apiKey.update({ where: { id }, data: { scopes: ['documents:read'] } })
    const revoked = changeBound(context, context.db, 'apiKey', { id }, { revokedAt: context.now() })
    await expect(revoked).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    await context.db.apiKey.update({ where: { id }, data: { scopes: [] } })
    expect(revokedAt).toBeNull()
  })

  it('gives rows of a version without MACs theirs, and changes no other', async () => {
    const { context } = t
    const key = { id: t.caller.apiKeyId }
    await context.db.apiKey.updateMany({ data: { mac: null } })
    await context.db.session.updateMany({ data: { mac: 'wrong' } })
    expect(await opened('apiKey', { ...key, mac: null })).toBe(false)
    await adoptRows(context)
    expect(await opened('apiKey', { ...key, mac: null })).toBe(true)
    expect(await context.db.session.count({ where: { mac: 'wrong' } })).toBe(await context.db.session.count())
  })

  it('gives rows of the first version with MACs those over more columns, and no row that was changed', async () => {
    const { context } = t
    const { db, secrets } = context
    const signers = await db.signer.findMany({ orderBy: { id: 'asc' } })
    const columns = ['id', 'requestId', 'tenantId', 'linkHash', 'linkVersion'] as const
    for (const signer of signers) {
      await db.signer.update({ where: { id: signer.id }, data: { mac: rowMac(secrets, 'signer', signer, columns) } })
    }
    const [whole, changed] = signers
    await db.signer.update({ where: { id: changed?.id ?? '' }, data: { linkVersion: 7 } })
    await db.webhookEvent.updateMany({ data: { mac: null } })
    const read = (id = '') => db.signer.findUniqueOrThrow({ where: { id } })
    expect(isWhole(context, 'signer', await read(whole?.id))).toBe(false)
    for (let times = 0; times < 2; times++) {
      await adoptColumns(context)
      expect(isWhole(context, 'signer', await read(whole?.id))).toBe(true)
      expect(isWhole(context, 'signer', await read(changed?.id))).toBe(false)
      for (const event of await db.webhookEvent.findMany()) requireWhole(context, 'webhookEvent', event)
    }
    await db.signer.update({ where: { id: changed?.id ?? '' }, data: { linkVersion: 1 } })
  })
})

/** By the type of the column: what a database takes, and JavaScript cannot write again. */
const UNWRITABLE: Readonly<Record<string, readonly string[]>> = {
  'timestamp with time zone': [`'infinity'`, `'290000-01-01'`],
  'double precision': [`'NaN'`, `'-Infinity'`],
  jsonb: [`'{"more": 1e400}'`, `('{"more": ' || repeat('[', 300) || repeat(']', 300) || '}')::jsonb`],
}

describe('an adoption names the rows that nobody can write again, and goes on with the others', () => {
  const sqlName = (name: BoundName) => `"${name.charAt(0).toUpperCase()}${name.slice(1)}"`

  /** The bound columns of a table that take such a value, once for each value. */
  async function unwritableIn(name: BoundName) {
    const columns = await t.context.db.$queryRawUnsafe<{ column: string; type: string }[]>(
      `SELECT column_name::text AS "column", data_type::text AS "type" FROM information_schema.columns
       WHERE table_schema = 'public' AND quote_ident(table_name) = $1`,
      sqlName(name),
    )
    const isBound = ({ column }: { column: string }) => (BOUND_ROWS[name] as readonly string[]).includes(column)
    return columns.filter(isBound).flatMap(({ column, type }) => (UNWRITABLE[type] ?? []).map((value) => ({ name, column, type, value })))
  }

  it('in every table, whichever column it is', async () => {
    const { db, secrets } = t.context
    const changes = await Promise.all(NAMES.map(unwritableIn))
    // One row of each table at a time.
    for (let round = 0; changes.some((all) => all.length > round); round++) {
      const changed = []
      for (const { name, column, type, value } of changes.flatMap((all) => all.slice(round, round + 1))) {
        const table = sqlName(name)
        const [row] = await db.$queryRawUnsafe<{ id: string; was: string | null }[]>(
          `SELECT "id", "${column}"::text AS "was" FROM ${table} ORDER BY "id" LIMIT 1`,
        )
        if (!row) throw new Error(`a row of ${name} is needed`)
        await db.$executeRawUnsafe(`UPDATE ${table} SET "mac" = NULL`)
        await db.$executeRawUnsafe(`UPDATE ${table} SET "${column}" = ${value} WHERE "id" = $1`, row.id)
        const back = `UPDATE ${table} SET "${column}" = $1::${type} WHERE "id" = $2`
        changed.push({ name, ...row, back, what: `${name}.${column} = ${value}` })
      }
      const before = t.errors.length
      await adoptRows(t.context)
      for (const { name, id, was, back, what } of changed) {
        expect(t.errors.slice(before), what).toContainEqual({ place: `${name} ${id}`, what: 'the row' })
        for (const row of await tableOf(name).findMany({ where: { id: { not: id } } }))
          expect(hasOwnMac(secrets, name, row as never), `${row.id} beside ${what}`).toBe(true)
        await db.$executeRawUnsafe(back, was, id)
      }
    }
    await adoptRows(t.context)
    for (const name of NAMES) for (const row of await tableOf(name).findMany({})) requireWhole(t.context, name, row as never)
  })

  it('also where its MAC was over fewer columns', async () => {
    const { db, secrets } = t.context
    const columns = ['id', 'requestId', 'tenantId', 'linkHash', 'linkVersion'] as const
    const [signer] = await db.signer.findMany({ orderBy: { id: 'asc' } })
    if (!signer) throw new Error('a signer was made')
    await db.signer.update({ where: { id: signer.id }, data: { mac: rowMac(secrets, 'signer', signer, columns) } })
    await db.$executeRaw`UPDATE "Signer" SET "createdAt" = 'infinity' WHERE "id" = ${signer.id}`
    await adoptColumns(t.context)
    expect(t.errors.at(-1)).toEqual({ place: `signer ${signer.id}`, what: 'the row' })
    await db.signer.update({ where: { id: signer.id }, data: { createdAt: signer.createdAt, mac: signer.mac } })
  })
})
