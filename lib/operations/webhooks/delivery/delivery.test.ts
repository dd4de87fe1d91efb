// Deliveries against real receivers on loopback: the schedule, what a receiver can say with its answer, and that no process doubles another's work.

import { bound } from '../../kernel/bound-rows'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyWebhook } from '../../../../public/sdk/qsignhub-webhooks.mjs'
import type { OrganisationCaller } from '../../../domain/caller'
import { newId } from '../../../domain/ids'
import { readContent } from '../../kernel/outbox'
import { sweep } from '../../maintenance/sweep'
import { testContext, type TestContext } from '../../../testing/test-context'
import { createWebhookEndpoint } from '../endpoint/create-webhook-endpoint'
import { getWebhookEndpoint } from '../endpoint/get-webhook-endpoint'
import { rotateWebhookSecret } from '../endpoint/rotate-webhook-secret'
import { updateWebhookEndpoint } from '../endpoint/update-webhook-endpoint'
import type { SubscribableType } from '../event-types'
import { listWebhookDeliveries } from '../log/list-webhook-deliveries'
import { pingWebhookEndpoint } from '../log/ping-webhook-endpoint'
import { replayWebhookEvents } from '../log/replay-webhook-events'
import { openReceiver, type Receiver } from '../../../testing/receiver'
import { deliverWebhooks } from './deliver'
import { KEPT_DAYS } from './look-after'
import { JITTER, PAUSES } from './schedule'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let t: TestContext
let caller: OrganisationCaller
let receiver: Receiver
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})
beforeEach(async () => {
  caller = (await t.newCaller()).caller
  receiver = await openReceiver()
  t.jobs.splice(0)
})
afterEach(async () => {
  await receiver.close()
})

const newEndpoint = (events: SubscribableType[] = ['signer.signed'], contactEmail: string | null = null) =>
  createWebhookEndpoint(t.context, caller, { url: receiver.url, description: null, events, contactEmail })

/** An event with a delivery, as `publish` writes them. */
async function tell(endpointId: string, { type = 'signer.signed' }: { type?: string } = {}): Promise<string> {
  const {
    context: { db, machineNow, secrets },
  } = t
  const id = newId('evt')
  const { tenantId, mode } = caller
  const createdAt = machineNow()
  const payload = { created_at: createdAt.toISOString(), data: {} }
  await db.webhookEvent.create({
    data: {
      ...bound(secrets, 'webhookEvent', { id, tenantId, mode, type, requestId: null, createdAt, payload }),
      deliveries: { create: { id: newId('dlv'), endpointId, cause: 'event', createdAt: machineNow(), nextAttemptAt: machineNow() } },
    },
  })
  t.advance(1)
  return id
}
const turn = (endpoint: { id: string }) => deliverWebhooks(t.context, { endpoint: endpoint.id })
const log = async (endpoint: { id: string }) =>
  (await listWebhookDeliveries(t.context, caller, { endpointId: endpoint.id, limit: 100 })).items
const look = (endpoint: { id: string }) => getWebhookEndpoint(t.context, caller, { endpointId: endpoint.id })
const seen = () => receiver.received.map(({ event }) => event.id)

describe('a delivery', () => {
  it('carries both proofs, and its id stays while its time does not', async () => {
    const endpoint = await newEndpoint()
    const id = await tell(endpoint.id)
    receiver.answer({ status: 500 })
    await turn(endpoint)
    t.advance(6_000)
    await turn(endpoint)
    const [first, second] = receiver.received
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'QSignHub-Webhooks/1.0',
      'webhook-id': id,
      'x-qsignhub-event': 'signer.signed',
      'x-qsignhub-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
      'x-qsignhub-delivery': expect.stringMatching(/^dlv_/),
    })
    expect(second?.body).toBe(first?.body)
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(6)
    expect(
      verifyWebhook({ payload: second?.body ?? '', headers: second?.headers ?? {}, secret: endpoint.secret, now: t.context.now() }),
    ).toMatchObject({ id, type: 'signer.signed', livemode: false })
    t.advance(HOUR)
    expect(() =>
      verifyWebhook({ payload: second?.body ?? '', headers: second?.headers ?? {}, secret: endpoint.secret, now: t.context.now() }),
    ).toThrow(/\d+ seconds ago/)
  })

  it('is tried ten times at the documented pauses, each a little longer by chance, and then given up', async () => {
    const endpoint = await newEndpoint()
    await tell(endpoint.id)
    receiver.answer({ status: 500, body: 'out of order' })
    for (let round = 0; round < 12; round += 1) {
      await turn(endpoint)
      const [delivery] = await log(endpoint)
      if (!delivery?.nextAttemptAt) break
      // Not a millisecond before.
      t.advance(delivery.nextAttemptAt.getTime() - t.context.machineNow().getTime() - 1)
      await turn(endpoint)
      expect((await log(endpoint))[0]?.tries).toBe(round + 1)
      t.advance(1)
    }
    const [delivery] = await log(endpoint)
    expect(delivery).toMatchObject({ state: 'failed', tries: 10, nextAttemptAt: null })
    const pauses =
      delivery?.attempts.map(({ at }, index, all) => (index === 0 ? 0 : at.getTime() - (all[index - 1]?.at.getTime() ?? 0))) ?? []
    PAUSES.forEach((pause, index) => {
      expect(pauses[index]).toBeGreaterThanOrEqual(pause)
      expect(pauses[index]).toBeLessThanOrEqual(pause * (1 + JITTER))
    })
    expect(delivery?.attempts[9]).toMatchObject({ number: 10, status: 500, error: 'refused_by_receiver', response: 'out of order' })
    expect(receiver.received).toHaveLength(10)
  })

  it('waits longer where the receiver asks for it, in seconds or until a date, and never more than a day', async () => {
    const endpoint = await newEndpoint()
    const waits: [header: () => string, least: number, most: number][] = [
      [() => '120', 120_000, 120_000],
      [() => new Date(t.context.machineNow().getTime() + 2 * HOUR).toUTCString(), 2 * HOUR - 1000, 2 * HOUR],
      [() => '999999', DAY, DAY],
      [() => '1', 5_000, 5_500],
      [() => '-5', 5_000, 5_500],
      [() => 'soon', 5_000, 5_500],
      [() => 'Mon, 01 Jan 2001 00:00:00 GMT', 5_000, 5_500],
    ]
    for (const [header, least, most] of waits) {
      receiver.answer({ status: 503, headers: { 'retry-after': header() } })
      await tell(endpoint.id)
      const now = t.context.machineNow().getTime()
      await turn(endpoint)
      const [delivery] = await log(endpoint)
      const wait = (delivery?.nextAttemptAt?.getTime() ?? 0) - now
      expect(wait).toBeGreaterThanOrEqual(least)
      expect(wait).toBeLessThanOrEqual(most)
      await t.context.db.webhookDelivery.deleteMany({ where: { endpointId: endpoint.id } })
    }
  })

  it('is not led elsewhere by a redirect', async () => {
    const endpoint = await newEndpoint()
    await tell(endpoint.id)
    receiver.answer({ status: 307, headers: { location: receiver.url.replace('hooks', 'elsewhere') } })
    await turn(endpoint)
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks'])
    expect((await log(endpoint))[0]).toMatchObject({ state: 'pending', attempts: [{ status: 307, error: 'redirect_not_followed' }] })
  })

  it('carries the signatures of both secrets during a rotation', async () => {
    const endpoint = await newEndpoint()
    const rotated = await rotateWebhookSecret(t.context, caller, { endpointId: endpoint.id, keepHours: 24 })
    expect(rotated.secret).not.toBe(endpoint.secret)
    expect(rotated.previousSecretUntil?.getTime()).toBe(t.context.machineNow().getTime() + DAY)
    const verifiable = async () => {
      await tell(endpoint.id)
      await turn(endpoint)
      const { body = '', headers = {} } = receiver.received.at(-1) ?? {}
      return [endpoint.secret, rotated.secret].map((secret) => {
        try {
          return verifyWebhook({ payload: body, headers, secret, now: t.context.now() }).type
        } catch {
          return null
        }
      })
    }
    expect(await verifiable()).toEqual(['signer.signed', 'signer.signed'])
    t.advance(DAY)
    expect(await verifiable()).toEqual([null, 'signer.signed'])
    await sweep(t.context, 'running')
    expect((await t.context.db.webhookEndpoint.findUnique({ where: { id: endpoint.id } }))?.previousSecret).toBeNull()
  })
})

describe('an endpoint', () => {
  it('gets the oldest first, a few at a time, and one at a time while it fails', async () => {
    const endpoint = await newEndpoint()
    const ids: string[] = []
    for (let i = 0; i < 12; i += 1) ids.push(await tell(endpoint.id))
    receiver.answer({ status: 500 })
    await turn(endpoint)
    expect([...seen()].sort()).toEqual(ids.slice(0, 5).sort())
    expect((await look(endpoint)).failingSince).not.toBeNull()
    await turn(endpoint)
    expect(seen()[5]).toBe(ids[5])
    expect(seen()).toHaveLength(6)
    receiver.answer({ status: 204 })
    await turn(endpoint)
    expect([...seen().slice(6)].sort()).toEqual(ids.slice(6).sort())
    expect(await look(endpoint)).toMatchObject({ failingSince: null, enabled: true })
    t.advance(6_000)
    await turn(endpoint)
    expect((await log(endpoint)).map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'succeeded'))
  })

  it('that fails waits in a queue of its own, so that it holds up nobody', async () => {
    const [bad, good] = [await newEndpoint(), await newEndpoint()]
    receiver.answer({ status: 500 })
    await tell(bad.id)
    await turn(bad)
    await tell(good.id)
    t.advance(6_000)
    t.jobs.splice(0)
    await sweep(t.context, 'running')
    const jobOf = (id: string) => t.jobs.filter(({ payload }) => 'endpoint' in payload && payload.endpoint === id).map(({ job }) => job)
    expect(jobOf(bad.id)).toEqual(['retry_webhooks'])
    expect(jobOf(good.id)).toEqual(['deliver_webhooks'])
  })

  it('has one turn at a time: of many processes one delivers, and each event comes once', async () => {
    const endpoint = await newEndpoint()
    for (let i = 0; i < 20; i += 1) await tell(endpoint.id)
    await Promise.all(Array.from({ length: 8 }, () => turn(endpoint)))
    expect(new Set(seen()).size).toBe(20)
    expect(seen()).toHaveLength(20)
  })

  it('keeps what comes during its turn for the next one, and frees the turn of a process that died', async () => {
    const endpoint = await newEndpoint()
    await t.context.db
      .$executeRaw`UPDATE "WebhookEndpoint" SET "turn" = 'dead', "turnUntil" = clock_timestamp() + interval '1 minute' WHERE "id" = ${endpoint.id}`
    await tell(endpoint.id)
    t.jobs.splice(0)
    await turn(endpoint)
    expect(seen()).toEqual([])
    await t.context.db
      .$executeRaw`UPDATE "WebhookEndpoint" SET "turnUntil" = clock_timestamp() - interval '1 second' WHERE "id" = ${endpoint.id}`
    receiver.answer(async () => {
      if (seen().length === 1) await tell(endpoint.id)
      return { status: 500 }
    })
    await turn(endpoint)
    expect(seen()).toHaveLength(1)
    expect(t.jobs.at(-1)).toMatchObject({ job: 'retry_webhooks', payload: { endpoint: endpoint.id }, startAfter: null })
  })

  it('that is gone is switched off, and what was on its way is cancelled', async () => {
    const endpoint = await newEndpoint(['signer.signed'], 'oncall@example.com')
    for (let i = 0; i < 7; i += 1) await tell(endpoint.id)
    receiver.answer({ status: 410 })
    await turn(endpoint)
    expect(await look(endpoint)).toMatchObject({ enabled: false, disabledBecause: 'gone' })
    const states = (await log(endpoint)).map(({ state }) => state)
    expect(states.filter((state) => state === 'pending')).toEqual([])
    expect(states.filter((state) => state === 'cancelled').length).toBeGreaterThanOrEqual(6)
    const mails = await t.context.db.outboxMessage.findMany({ where: { tenantId: caller.tenantId, template: 'webhook_disabled' } })
    expect(mails).toHaveLength(1)
    const mail = mails[0] && readContent(t.context, mails[0])
    expect(mail).toMatchObject({ to: 'oncall@example.com', subject: expect.stringContaining('switched off') })
    expect(mail?.text).toContain('410 Gone')
    expect(mail?.text).not.toContain('/hooks')
  })

  it('without one success in five days is switched off with a mail, and goes on when it is switched on', async () => {
    const endpoint = await newEndpoint(['signer.signed'], 'oncall@example.com')
    await receiver.close()
    for (let day = 0; day < 6 && (await look(endpoint)).enabled; day += 1) {
      await tell(endpoint.id)
      await turn(endpoint)
      if (day < 5) expect(await look(endpoint)).toMatchObject({ enabled: true })
      t.advance(DAY)
    }
    expect(await look(endpoint)).toMatchObject({ enabled: false, disabledBecause: 'failing' })
    expect(await t.context.db.outboxMessage.count({ where: { tenantId: caller.tenantId, template: 'webhook_disabled' } })).toBe(1)
    await expect(
      replayWebhookEvents(t.context, caller, { endpointId: endpoint.id, eventId: null, from: new Date(0), to: null }),
    ).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await receiver.open()
    expect(await pingWebhookEndpoint(t.context, caller, { endpointId: endpoint.id })).toMatchObject({
      cause: 'ping',
      state: 'succeeded',
      attempts: [{ status: 200 }],
    })
    await updateWebhookEndpoint(t.context, caller, { endpointId: endpoint.id, enabled: true })
    expect(await look(endpoint)).toMatchObject({ enabled: true, disabledBecause: null, disabledAt: null, failingSince: null })
    const { count } = await replayWebhookEvents(t.context, caller, { endpointId: endpoint.id, eventId: null, from: new Date(0), to: null })
    expect(count).toBe(6)
    await turn(endpoint)
    expect(new Set(seen()).size).toBe(7)
  })

  it('is replayed one event or a range, without doubling what is on its way', async () => {
    const endpoint = await newEndpoint()
    const begin = t.context.machineNow()
    const first = await tell(endpoint.id)
    const middle = t.context.machineNow()
    const other = await tell(endpoint.id, { type: 'signer.opened' })
    receiver.answer({ status: 500 })
    await turn(endpoint)
    receiver.answer({ status: 200 })
    const replay = (range: { eventId?: string; from?: Date; to?: Date }) =>
      replayWebhookEvents(t.context, caller, {
        endpointId: endpoint.id,
        eventId: range.eventId ?? null,
        from: range.from ?? null,
        to: range.to ?? null,
      })
    expect(await replay({ from: begin })).toEqual({ count: 1 })
    await turn(endpoint)
    expect(seen().filter((id) => id === first)).toHaveLength(2)
    expect((await log(endpoint)).filter(({ eventId }) => eventId === first)).toMatchObject([
      { cause: 'event', state: 'succeeded', tries: 2 },
    ])
    expect(await replay({ from: begin, to: middle })).toEqual({ count: 1 })
    expect(await replay({ eventId: other })).toEqual({ count: 1 })
    await turn(endpoint)
    expect((await log(endpoint)).map(({ cause, state }) => `${cause} ${state}`).sort()).toEqual([
      'event succeeded',
      'event succeeded',
      'replay succeeded',
    ])
  })
})

describe('the sweep', () => {
  it('finds what is due after the clock was moved, and leaves what is not', async () => {
    const endpoint = await newEndpoint()
    await tell(endpoint.id)
    receiver.answer({ status: 500 })
    await turn(endpoint)
    await turn(endpoint)
    const due = async () => {
      t.jobs.splice(0)
      await sweep(t.context, 'running')
      return t.jobs.some(({ payload }) => 'endpoint' in payload && payload.endpoint === endpoint.id)
    }
    expect(await due()).toBe(false)
    t.advance(5_500)
    expect(await due()).toBe(true)
  })

  it('forgets events and their log after thirty days', async () => {
    const endpoint = await newEndpoint()
    await tell(endpoint.id)
    await turn(endpoint)
    const rows = async () => [await t.context.db.webhookEvent.count({ where: { tenantId: caller.tenantId } }), (await log(endpoint)).length]
    t.advance(KEPT_DAYS * DAY - HOUR)
    await sweep(t.context, 'running')
    expect(await rows()).toEqual([1, 1])
    t.advance(2 * HOUR)
    await sweep(t.context, 'running')
    expect(await rows()).toEqual([0, 0])
    expect(await t.context.db.webhookAttempt.count({ where: { delivery: { endpointId: endpoint.id } } })).toBe(0)
  })
})
