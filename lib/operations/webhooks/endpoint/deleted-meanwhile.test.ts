// An endpoint is deleted while another operation uses it: that operation succeeds or says that there is no such endpoint.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { CreateEndpointInput, UpdateEndpointInput } from '../../../http/schemas/webhook-endpoint'
import { ReplayInput } from '../../../http/schemas/webhook-delivery'
import { testContext, type TestContext } from '../../../testing/test-context'
import { newRequest } from '../../../testing/journey-walk'
import { STANDARD } from '../event-types'
import { listWebhookDeliveries } from '../log/list-webhook-deliveries'
import { pingWebhookEndpoint } from '../log/ping-webhook-endpoint'
import { replayWebhookEvents } from '../log/replay-webhook-events'
import { openReceiver } from '../../../testing/receiver'
import { createWebhookEndpoint } from './create-webhook-endpoint'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint'
import { getWebhookEndpoint } from './get-webhook-endpoint'
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

const PEOPLE = [{ name: 'Anna Example', email: 'anna@example.com' }]
/** How many statements run before the deletion, so that it meets the operation at another point each time. */
const MOMENTS = Array.from({ length: 10 }, (_, statements) => statements)
const create = async (url = 'http://localhost:4000/') =>
  (await createWebhookEndpoint(t.context, t.caller, CreateEndpointInput.parse({ url, events: STANDARD }))).id
const remove = (endpointId: string) => deleteWebhookEndpoint(t.context, t.caller, { endpointId })

async function removeAfter(statements: number, endpointId: string): Promise<void> {
  for (let run = 0; run < statements; run++) await t.context.db.$queryRaw`SELECT 1`
  await remove(endpointId)
}

const ACTS: Record<string, (endpointId: string) => Promise<unknown>> = {
  get: (endpointId) => getWebhookEndpoint(t.context, t.caller, { endpointId }),
  update: (endpointId) =>
    updateWebhookEndpoint(t.context, t.caller, { endpointId, ...UpdateEndpointInput.parse({ enabled: false, description: 'New' }) }),
  rotate: (endpointId) => rotateWebhookSecret(t.context, t.caller, { endpointId, keepHours: 1 }),
  ping: (endpointId) => pingWebhookEndpoint(t.context, t.caller, { endpointId }),
  replay: (endpointId) => replayWebhookEvents(t.context, t.caller, { endpointId, ...ReplayInput.parse({ from: '2026-01-01T00:00:00Z' }) }),
  deliveries: (endpointId) => listWebhookDeliveries(t.context, t.caller, { endpointId, limit: 1 }),
  remove,
}

it.each(Object.keys(ACTS))('%s, while the endpoint is deleted', async (name) => {
  await newRequest(t, PEOPLE)
  for (const moment of MOMENTS) {
    const id = await create()
    const [answered] = await Promise.all([codeOf(ACTS[name]?.(id) ?? Promise.reject(new Error(name))), codeOf(removeAfter(moment, id))])
    expect(['done', 'NOT_FOUND']).toContain(answered)
  }
})

it('a ping whose receiver deletes the endpoint', async () => {
  const receiver = await openReceiver()
  const id = await create(receiver.url)
  receiver.answer(async () => {
    await remove(id)
    return { status: 200 }
  })
  expect(await codeOf(pingWebhookEndpoint(t.context, t.caller, { endpointId: id }))).toBe('NOT_FOUND')
  await receiver.close()
})

it('a request is created while an endpoint is deleted', async () => {
  for (const moment of MOMENTS) {
    const id = await create()
    const [request] = await Promise.all([newRequest(t, PEOPLE), removeAfter(moment, id)])
    expect(request.status).toBe('pending')
  }
})
