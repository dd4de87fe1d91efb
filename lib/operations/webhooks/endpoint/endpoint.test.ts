// Webhook endpoints of an account: made, seen, changed and deleted by their owner alone; secrets shown once; never more than twenty.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { CreateEndpointInput, presentEndpoint, UpdateEndpointInput, WebhookEndpoint } from '../../../http/schemas/webhook-endpoint'
import { ReplayInput } from '../../../http/schemas/webhook-delivery'
import type { OrganisationCaller } from '../../../domain/caller'
import { testContext, type TestContext } from '../../../testing/test-context'
import { STANDARD } from '../event-types'
import { listWebhookDeliveries } from '../log/list-webhook-deliveries'
import { pingWebhookEndpoint } from '../log/ping-webhook-endpoint'
import { replayWebhookEvents } from '../log/replay-webhook-events'
import { openReceiver } from '../../../testing/receiver'
import { createWebhookEndpoint, MOST_ENDPOINTS } from './create-webhook-endpoint'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint'
import { getWebhookEndpoint } from './get-webhook-endpoint'
import { listWebhookEndpoints } from './list-webhook-endpoints'
import { rotateWebhookSecret } from './rotate-webhook-secret'
import { updateWebhookEndpoint } from './update-webhook-endpoint'
import { codeOf } from '@/lib/testing/refusal'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

const create = (body: object, caller = t.caller) => createWebhookEndpoint(t.context, caller, CreateEndpointInput.parse(body))

it('is made with the standard events, and shows its secret that one time', async () => {
  const made = await create({
    url: 'http://localhost:4000/hooks?tenant=1',
    contact_email: 'OnCall@example.com',
    description: null,
    events: null,
  })
  expect(made).toMatchObject({
    url: 'http://localhost:4000/hooks?tenant=1',
    events: STANDARD,
    enabled: true,
    contactEmail: 'OnCall@example.com',
    livemode: false,
  })
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const seen = await getWebhookEndpoint(t.context, t.caller, { endpointId: made.id })
  const listed = (await listWebhookEndpoints(t.context, t.caller, { limit: 20 })).items
  expect(listed).toEqual([seen])
  expect(WebhookEndpoint.parse(presentEndpoint(seen))).toEqual(presentEndpoint(seen))
  expect(JSON.stringify([seen, presentEndpoint(made)])).not.toContain('whsec_')
  const row = await t.context.db.webhookEndpoint.findUniqueOrThrow({ where: { id: made.id } })
  for (const sealed of [row.secret, row.contact ?? new Uint8Array()])
    expect(Buffer.from(sealed).toString('latin1')).not.toMatch(/whsec|OnCall/)
})

it('refuses addresses with a word that says what to do, and unknown events', async () => {
  const refusals: Record<string, string> = {}
  for (const url of [
    'https://10.0.0.1/',
    'https://2130706433/',
    'ftp://example.com/',
    'https://a:b@example.com/',
    'https://db.internal/',
    'https://example.com/#x',
    'http://localhost:22/',
  ]) {
    const error = (await create({ url }).catch((thrown: unknown) => thrown)) as {
      code: string
      extra: { errors: { path: string[]; code: string }[] }
    }
    expect(error).toMatchObject({ code: 'WEBHOOK_ADDRESS_REFUSED', extra: { errors: [{ path: ['url'] }] } })
    refusals[url] = error.extra.errors[0]?.code ?? ''
  }
  expect(Object.values(refusals)).toEqual(['NETWORK', 'NUMBER_FORM', 'NOT_HTTPS', 'CREDENTIALS', 'NAME', 'FRAGMENT', 'PORT'])
  const live = (await t.newCaller('live')).caller
  for (const url of ['http://localhost:4000/', 'https://localhost/', 'https://127.0.0.1/', 'http://8.8.8.8/'])
    expect(await codeOf(create({ url }, live))).toBe('WEBHOOK_ADDRESS_REFUSED')
  expect(await codeOf(create({ url: 'https://8.8.8.8/' }, live))).toBe('done')
  for (const events of [[], ['ping'], ['signer.unknown'], 'signer.signed'])
    expect(CreateEndpointInput.safeParse({ url: 'https://example.com/', events }).success).toBe(false)
  expect(CreateEndpointInput.parse({ url: 'https://example.com/', events: ['signer.signed', 'signer.signed'] }).events).toEqual([
    'signer.signed',
  ])
})

it("is its owner's alone", async () => {
  const { id } = await create({ url: 'http://localhost:4000/' })
  const strangers: OrganisationCaller[] = [(await t.newCaller()).caller, { ...t.caller, mode: 'live' }]
  for (const stranger of strangers) {
    const endpointId = id
    const acts = [
      getWebhookEndpoint(t.context, stranger, { endpointId }),
      updateWebhookEndpoint(t.context, stranger, { endpointId, enabled: false }),
      deleteWebhookEndpoint(t.context, stranger, { endpointId }),
      rotateWebhookSecret(t.context, stranger, { endpointId, keepHours: 0 }),
      pingWebhookEndpoint(t.context, stranger, { endpointId }),
      listWebhookDeliveries(t.context, stranger, { endpointId, limit: 1 }),
      replayWebhookEvents(t.context, stranger, { endpointId, ...ReplayInput.parse({ from: '2026-01-01T00:00:00Z' }) }),
    ]
    expect(await Promise.all(acts.map(codeOf))).toEqual(acts.map(() => 'NOT_FOUND'))
    expect((await listWebhookEndpoints(t.context, stranger, { limit: 20 })).items).toEqual([])
  }
  expect(await getWebhookEndpoint(t.context, t.caller, { endpointId: id })).toMatchObject({ enabled: true })
})

it('can be deleted by its owner, and by nobody else, when it was changed outside; nothing else can be done with it', async () => {
  const { db, integrity } = t.context
  const { id: endpointId } = await create({ url: 'http://localhost:4000/' })
  const { id: other } = await create({ url: 'http://localhost:4001/' })
  await db.webhookEndpoint.update({ where: { id: endpointId }, data: { url: 'http://localhost:4999/' } })
  const acts = [
    getWebhookEndpoint(t.context, t.caller, { endpointId }),
    updateWebhookEndpoint(t.context, t.caller, { endpointId, enabled: false }),
    rotateWebhookSecret(t.context, t.caller, { endpointId, keepHours: 0 }),
  ]
  expect(await Promise.all(acts.map(codeOf))).toEqual(acts.map(() => 'INTEGRITY_FAULT'))
  const stranger = (await t.newCaller()).caller
  expect(await codeOf(deleteWebhookEndpoint(t.context, stranger, { endpointId }))).toBe('NOT_FOUND')
  expect(integrity.faults()).toContainEqual({ place: `webhookEndpoint ${endpointId}`, what: 'the row' })
  expect(await deleteWebhookEndpoint(t.context, t.caller, { endpointId })).toEqual({ id: endpointId })
  expect(integrity.faults()).toEqual([])
  expect(t.errors.at(-1)).toEqual({ place: `webhookEndpoint ${endpointId}`, what: 'the row' })
  expect(await db.webhookEndpoint.findMany({ where: { id: { in: [endpointId, other] } }, select: { id: true } })).toEqual([{ id: other }])
  expect(await codeOf(deleteWebhookEndpoint(t.context, t.caller, { endpointId }))).toBe('NOT_FOUND')
})

it('keeps all members that a change does not name', async () => {
  const { id } = await create({
    url: 'http://localhost:4000/',
    description: 'Old',
    contact_email: 'a@example.com',
    events: ['signer.signed'],
  })
  const change = (body: object) => updateWebhookEndpoint(t.context, t.caller, { endpointId: id, ...UpdateEndpointInput.parse(body) })
  expect(await change({})).toMatchObject({ description: 'Old', contactEmail: 'a@example.com', events: ['signer.signed'], enabled: true })
  expect(await change({ description: null, contact_email: null })).toMatchObject({
    description: null,
    contactEmail: null,
    url: 'http://localhost:4000/',
  })
  expect(await change({ url: 'http://localhost:5000/', events: ['signer.opened'] })).toMatchObject({
    url: 'http://localhost:5000/',
    events: ['signer.opened'],
  })
  expect(await codeOf(change({ url: 'http://192.168.0.1/' }))).toBe('WEBHOOK_ADDRESS_REFUSED')
  expect(await change({ enabled: false })).toMatchObject({ enabled: false, disabledBecause: 'requester' })
  expect(await change({ enabled: true })).toMatchObject({ enabled: true, disabledBecause: null })
})

it('answers a ping with its outcome, and refuses too many pings', async () => {
  const receiver = await openReceiver()
  const { id } = await create({ url: receiver.url })
  const ping = () => pingWebhookEndpoint(t.context, t.caller, { endpointId: id })
  expect(await ping()).toMatchObject({
    eventType: 'ping',
    cause: 'ping',
    state: 'succeeded',
    attempts: [{ number: 1, status: 200, error: null, response: 'ok' }],
  })
  expect(receiver.received[0]?.event).toMatchObject({ type: 'ping', data: { webhook_endpoint: { id } } })
  await receiver.close()
  expect(await ping()).toMatchObject({ state: 'failed', nextAttemptAt: null, attempts: [{ status: null, error: 'connection_refused' }] })
  expect(await getWebhookEndpoint(t.context, t.caller, { endpointId: id })).toMatchObject({ failingSince: null })
  const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(ping())))
  expect(codes.filter((code) => code === 'done')).toHaveLength(28)
  expect(codes).toContain('RATE_LIMITED')
})

it('is one of twenty at most, also when many are made at once', async () => {
  const { caller } = await t.newCaller()
  const codes = await Promise.all(
    Array.from({ length: MOST_ENDPOINTS + 5 }, () => codeOf(create({ url: 'http://localhost:4000/' }, caller))),
  )
  expect(codes.filter((code) => code === 'done')).toHaveLength(MOST_ENDPOINTS)
  expect(codes.filter((code) => code === 'WEBHOOK_LIMIT')).toHaveLength(5)
  const [first] = (await listWebhookEndpoints(t.context, caller, { limit: 1 })).items
  await deleteWebhookEndpoint(t.context, caller, { endpointId: first?.id ?? '' })
  expect(await codeOf(create({ url: 'http://localhost:4000/' }, caller))).toBe('done')
  expect(await codeOf(create({ url: 'https://8.8.8.8/' }, { ...caller, mode: 'live' }))).toBe('done')
})
