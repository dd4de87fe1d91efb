// The cases of webhook endpoints and of their deliveries, for the contract.

import { expect } from '@playwright/test'
import type { Accounts } from './accounts'
import type { DocumentedCalls, Result } from './documented-call'

const NOBODY = { endpoint_id: 'whk_0000000000000000', event_id: 'evt_0000000000000000' }

/** `receiver`: the address to which the webhooks of these cases go. */
export type WebhookWorld = { calls: DocumentedCalls; accounts: Accounts; receiver: string }

export const WEBHOOK_CASES: Readonly<Record<string, (world: WebhookWorld) => Promise<unknown>>> = {
  createWebhookEndpoint: async (world) => {
    const { json } = await endpoint(world)
    expect(json['secret']).toMatch(/^whsec_/)
    await world.calls.call('createWebhookEndpoint', { body: { url: 'gopher://example.com' } }, 422, 'WEBHOOK_ADDRESS_REFUSED')
    await world.calls.call('createWebhookEndpoint', { body: {} }, 422, 'VALIDATION_FAILED')
    await world.calls.call(
      'createWebhookEndpoint',
      { body: { url: world.receiver }, key: world.accounts.ours.live },
      422,
      'WEBHOOK_ADDRESS_REFUSED',
    )
  },
  listWebhookEndpoints: async (world) => {
    await endpoint(world)
    await world.calls.call('listWebhookEndpoints', { query: { limit: '1' } }, 200)
    await world.calls.call('listWebhookEndpoints', { query: { cursor: 'nonsense' } }, 400, 'INVALID_CURSOR')
  },
  getWebhookEndpoint: async (world) => {
    const { path } = await endpoint(world)
    const { json } = await world.calls.call('getWebhookEndpoint', { path }, 200)
    expect(json['secret']).toBeUndefined()
    await world.calls.call('getWebhookEndpoint', { path, key: world.accounts.theirs.keys[0] ?? '' }, 404, 'NOT_FOUND')
  },
  updateWebhookEndpoint: async (world) => {
    const { path } = await endpoint(world)
    expect((await world.calls.call('updateWebhookEndpoint', { path, body: { enabled: false } }, 200)).json).toMatchObject({
      enabled: false,
    })
    await world.calls.call('updateWebhookEndpoint', { path: NOBODY, body: {} }, 404, 'NOT_FOUND')
  },
  rotateWebhookSecret: async (world) => {
    const { path, json } = await endpoint(world)
    const rotated = await world.calls.call('rotateWebhookSecret', { path, body: { keep_previous_hours: 1 } }, 200)
    expect(rotated.json['secret']).not.toBe(json['secret'])
    await world.calls.call('rotateWebhookSecret', { path: NOBODY }, 404, 'NOT_FOUND')
  },
  pingWebhookEndpoint: async (world) => {
    const { path } = await endpoint(world)
    const { json } = await world.calls.call('pingWebhookEndpoint', { path }, 200)
    expect(json).toMatchObject({ cause: 'ping', state: 'succeeded' })
    await world.calls.call('pingWebhookEndpoint', { path: NOBODY }, 404, 'NOT_FOUND')
  },
  listWebhookDeliveries: async (world) => {
    const { path } = await endpoint(world)
    await world.calls.call('pingWebhookEndpoint', { path }, 200)
    const { json } = await world.calls.call('listWebhookDeliveries', { path, query: { limit: '5' } }, 200)
    expect(json['data']).not.toEqual([])
    await world.calls.call('listWebhookDeliveries', { path: NOBODY }, 404, 'NOT_FOUND')
  },
  replayWebhookEvents: async (world) => {
    const { path } = await endpoint(world)
    await world.calls.call('replayWebhookEvents', { path, body: { from: '2020-01-01T00:00:00Z' } }, 202)
    await world.calls.call('replayWebhookEvents', { path, body: {} }, 422, 'VALIDATION_FAILED')
    await world.calls.call('replayWebhookEvents', { path, body: { event_id: NOBODY.event_id } }, 404, 'NOT_FOUND')
  },
  deleteWebhookEndpoint: async (world) => {
    const { path } = await endpoint(world)
    await world.calls.call('deleteWebhookEndpoint', { path }, 200)
    await world.calls.call('deleteWebhookEndpoint', { path }, 404, 'NOT_FOUND')
  },
}

async function endpoint({ calls, receiver: url }: WebhookWorld): Promise<Result & { path: { endpoint_id: string } }> {
  const made = await calls.call(
    'createWebhookEndpoint',
    { body: { url, description: 'Contract test', contact_email: 'oncall@example.com' } },
    201,
  )
  return { ...made, path: { endpoint_id: String(made.json['id']) } }
}
