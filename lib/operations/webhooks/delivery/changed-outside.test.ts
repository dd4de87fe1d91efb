// Somebody who writes the database wants events to go to an address of theirs, or an account's events to another account's endpoint: nothing
// is sent, and the row is named.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Rewind } from '../../../testing/checkpoint'
import { newRequest } from '../../../testing/journey-walk'
import { testContext, type TestContext } from '../../../testing/test-context'
import { openReceiver, type Receiver } from '../../../testing/receiver'
import { createWebhookEndpoint } from '../endpoint/create-webhook-endpoint'
import { deliverWebhooks } from './deliver'

let t: TestContext
let receiver: Receiver
let endpoint: string
let rewind: Rewind
beforeAll(async () => {
  t = await testContext()
  receiver = await openReceiver()
  const input = { url: receiver.url, description: null, events: null, contactEmail: null }
  endpoint = (await createWebhookEndpoint(t.context, t.caller, input)).id
  await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(async () => {
  await receiver.close()
  await t.close()
})

const deliver = () => deliverWebhooks(t.context, { endpoint })
const states = async () => (await t.context.db.webhookDelivery.findMany()).map(({ state }) => state)
const named = () => t.errors.map(({ place }) => String(place).split(' ')[0])

it('sends nothing to an address that was written over, and all of it once the address is back', async () => {
  await t.context.db.webhookEndpoint.updateMany({ data: { url: `${receiver.url}theirs` } })
  await deliver()
  expect(receiver.received).toEqual([])
  expect([await states(), named()[0]]).toEqual([['pending'], 'webhookEndpoint'])
  await t.context.db.webhookEndpoint.updateMany({ data: { url: receiver.url } })
  await deliver()
  expect([receiver.received.length, await states()]).toEqual([1, ['succeeded']])
  receiver.received.length = 0
})

it('sends no event that was written over', async () => {
  const payload = { created_at: '2026-11-20T10:00:00.000Z', data: { signature_request: { id: 'sreq_1', status: 'completed' } } }
  await t.context.db.webhookEvent.updateMany({ data: { payload } })
  await deliver()
  expect(receiver.received).toEqual([])
  expect([await states(), named()]).toEqual([['failed'], ['webhookEvent']])
})

it('sends no event of another account', async () => {
  const other = await t.newCaller()
  await newRequest({ context: t.context, caller: other.caller }, [{ name: 'Jan Kowalski', email: 'jan@example.com' }])
  const { id } = await t.context.db.webhookEvent.findFirstOrThrow({ where: { tenantId: other.caller.tenantId } })
  await t.context.db.webhookDelivery.updateMany({ data: { eventId: id } })
  await deliver()
  expect(receiver.received).toEqual([])
  expect([await states(), named()]).toEqual([['failed'], ['webhookDelivery']])
})
