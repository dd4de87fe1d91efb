// Every endpoint against the things of somebody else: whatever a stranger's key asks for by id is not there, and nothing of it is changed.

import { beforeAll, describe, expect, it } from 'vitest'
import { SCOPES } from '../../domain/permissions'
import { changeBound } from '../../operations/kernel/bound-rows'
import { createWebhookEndpoint } from '../../operations/webhooks/endpoint/create-webhook-endpoint'
import { callRoute, installation } from '../../testing/as-installation'
import { newRequest } from '../../testing/journey-walk'
import { signedAtOnce } from '../../testing/signed-at-once'
import type { Endpoint } from '../api/endpoint'
import { ENDPOINTS } from '../endpoints/catalogue'
import * as documents from '../endpoints/documents'
import * as requests from '../endpoints/signature-requests'
import { openApiDocument } from './document'

type Example = { example?: unknown; examples?: Record<string, { value: unknown }> }
type Operation = { requestBody?: { content: Record<string, Example> } }

/** Those whose path or body names something by its id. */
const NAMING = ENDPOINTS.filter(({ path, operationId }) => path.includes('{') || operationId === 'moveSandboxClock')

const description = openApiDocument('https://sign.example.com')
const test = installation()
let ids: Record<string, string>
/** Of the right form, and never given to anything. */
const NOBODYS: Record<string, string> = {
  document_id: 'doc_0000000000000000',
  request_id: 'sreq_0000000000000000',
  signer_id: 'sgn_0000000000000000',
  picture: 'document-front',
  endpoint_id: 'whk_0000000000000000',
  event_id: 'evt_0000000000000000',
  signature_id: 'sig_0000000000000000',
  signature_request_id: 'sreq_0000000000000000',
}
let keys: { stranger: string; live: string; revoked: string; little: string }

beforeAll(async () => {
  const request = await newRequest(test, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const hook = await createWebhookEndpoint(test.context, test.caller, {
    url: 'http://localhost:4000/',
    description: null,
    events: [],
    contactEmail: null,
  })
  const signature = await signedAtOnce(test)
  const event = await test.context.db.webhookEvent.findFirst({ where: { tenantId: test.caller.tenantId } })
  ids = {
    document_id: request.documents[0]?.id ?? '',
    request_id: request.id,
    signer_id: request.signers[0]?.id ?? '',
    picture: 'document-front',
    endpoint_id: hook.id,
    event_id: event?.id ?? '',
    signature_id: signature.row.id,
    signature_request_id: request.id,
  }
  const [stranger, live, revoked, little] = [
    await test.newCaller(),
    await test.newCaller('live'),
    await test.newCaller(),
    await test.newCaller(),
  ]
  const key = (id: string, data: object) => changeBound(test.context, test.context.db, 'apiKey', { id }, data)
  await key(revoked.caller.apiKeyId, { revokedAt: test.context.machineNow() })
  // Of the same organisation, and nothing else than these: another mode, a scope that nothing here takes.
  await key(live.caller.apiKeyId, { tenantId: test.caller.tenantId, scopes: [...SCOPES] })
  await key(little.caller.apiKeyId, { tenantId: test.caller.tenantId, scopes: ['nothing:write'] })
  keys = { stranger: stranger.apiKey, live: live.apiKey, revoked: revoked.apiKey, little: little.apiKey }
})

function bodyOf({ path, method }: Endpoint, of: Ids): unknown {
  const operation = (description['paths'] as Record<string, Record<string, Operation>>)[path]?.[method.toLowerCase()]
  const { example, examples } = operation?.requestBody?.content['application/json'] ?? {}
  const body = example ?? Object.values(examples ?? {})[0]?.value
  return typeof body === 'object' && body !== null && 'signature_request_id' in body
    ? { ...body, signature_request_id: of['signature_request_id'] }
    : body
}

type Ids = Record<string, string>
type Answered = { status: number; headers: (readonly [string, string])[]; body: string }

/** All that comes back, but for the ids and what counts the calls. */
async function answerOf(endpoint: Endpoint, key: string, of: Ids): Promise<Answered> {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => of[name] ?? name)
  const body = bodyOf(endpoint, of)
  const request = new Request(`https://sign.example.com/v1${path}`, {
    method: endpoint.method,
    headers: { ...(key === '' ? {} : { 'x-api-key': key }), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await endpoint.handle(request, of)
  const alike = (text: string): string => Object.values(of).reduce((all, id) => all.replaceAll(id, 'an-id'), text)
  const text = alike(await answer.text()).replaceAll(/req_\w+/g, 'a-request')
  const headers = [...answer.headers].filter(([name]) => !/request-id|ratelimit|retry-after/.test(name))
  return { status: answer.status, headers: headers.map(([name, value]) => [name, alike(value)] as const), body: text }
}

const ask = async (endpoint: Endpoint, key: string): Promise<number> => (await answerOf(endpoint, key, ids)).status

/** Everything of this organisation, but for when its keys were used. */
async function everything(): Promise<string> {
  const { db } = test.context
  const where = { tenantId: test.caller.tenantId }
  return JSON.stringify([
    await db.signatureRequest.findMany({ where, include: { events: true, signers: { select: { linkHash: true, status: true } } } }),
    await db.document.findMany({ where }),
    await db.webhookEndpoint.findMany({ where }),
    await db.outboxMessage.count({ where }),
    await db.directSignature.findMany({ where }),
    await db.webhookDelivery.count(),
  ])
}

it('names all that has an id', () => {
  expect(Object.entries(ids).filter(([, id]) => id === '')).toEqual([])
  expect(NAMING.length).toBeGreaterThan(18)
})

describe.each(NAMING)('$operationId', (endpoint) => {
  it('shows and changes nothing for the key of somebody else, of the other mode, of another scope, a revoked one and none', async () => {
    const before = await everything()
    const asked = {
      stranger: await ask(endpoint, keys.stranger),
      live: await ask(endpoint, keys.live),
      revoked: await ask(endpoint, keys.revoked),
      little: await ask(endpoint, keys.little),
      none: await ask(endpoint, ''),
    }
    // The test clock refuses live keys before it looks for anything.
    const live = endpoint.operationId === 'moveSandboxClock' ? 403 : 404
    expect(asked).toEqual({ stranger: 404, live, revoked: 401, little: 403, none: 401 })
    expect(await everything()).toBe(before)
  })

  it('answers to the key of somebody else and of the other mode as for what nobody ever had', async () => {
    for (const key of [keys.stranger, keys.live]) expect(await answerOf(endpoint, key, ids)).toEqual(await answerOf(endpoint, key, NOBODYS))
  })
})

it('lists nothing of somebody else', async () => {
  const lists = ENDPOINTS.filter(({ method, path }) => method === 'GET' && !path.includes('{') && /requests$|events$|endpoints$/.test(path))
  expect(lists).toHaveLength(3)
  for (const list of lists) {
    const answer = await list.handle(
      new Request(`https://sign.example.com/v1${list.path}`, { headers: { 'x-api-key': keys.stranger } }),
      {},
    )
    expect(await answer.json()).toMatchObject({ data: [] })
  }
})

it('goes on with no cursor of somebody else', async () => {
  await newRequest(test, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const page = async (key: string, query: string) => {
    const answer = await requests.list.handle(
      new Request(`https://sign.example.com/v1/signature-requests?limit=1${query}`, { headers: { 'x-api-key': key } }),
      {},
    )
    return (await answer.json()) as { next_cursor: string; error?: { code: string } }
  }
  const { next_cursor: cursor } = await page(test.apiKey, '')
  expect((await page(test.apiKey, `&cursor=${cursor}`)).error).toBeUndefined()
  for (const key of [keys.stranger, keys.live]) expect((await page(key, `&cursor=${cursor}`)).error?.code).toBe('INVALID_CURSOR')
})

it('answers nobody by the idempotency key of somebody else', async () => {
  const upload = async (key: string) => {
    const body = new FormData()
    body.set('file', new File(['<a/>'], 'a.xml', { type: 'application/xml' }))
    const headers = { 'x-api-key': key, 'x-idempotency-key': 'the-same-of-both' }
    const answer = await documents.upload.handle(
      new Request('https://sign.example.com/v1/documents', { method: 'POST', body, headers }),
      {},
    )
    return [answer.status, answer.headers.get('idempotency-replayed'), ((await answer.json()) as { id: string }).id]
  }
  const [ours, theirs, again] = [await upload(test.apiKey), await upload(keys.stranger), await upload(test.apiKey)]
  expect([ours[0], theirs[0], theirs[1], again]).toEqual([201, 201, null, [201, 'true', ours[2]]])
  expect(theirs[2]).not.toBe(ours[2])
})

it('opens no file by an address that names another one', async () => {
  const shown = await documents.get.handle(
    new Request('https://sign.example.com/v1/documents/x', { headers: { 'x-api-key': test.apiKey } }),
    { document_id: ids['document_id'] },
  )
  const { preview_url: address } = (await shown.json()) as { preview_url: string }
  const [token = '', name = ''] = address.split('/').slice(-2)
  const [payload = '', mac = ''] = token.split('.')
  const open = async (changed: string) =>
    (await callRoute('v1/files/[token]/[name]/route.ts', new Request(address), { token: changed, name }))?.status
  const named = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const forged = (change: object) => `${Buffer.from(JSON.stringify({ ...named, ...change })).toString('base64url')}.${mac}`
  expect(await open(token)).toBe(200)
  for (const change of [{ document: 'doc_0000000000000000' }, { until: 4_000_000_000 }, { file: 'signed', request: ids['request_id'] }])
    expect(await open(forged(change))).toBe(404)
  expect([await open(payload), await open(`${payload}.`), await open('')]).toEqual([404, 404, 404])
})
