// The promise of a webhook: a receiver is down for more than an hour, the server is restarted in between, and nothing is lost. Real queue, real
// database on disk, real receiver; only the clock is moved.

import { bound } from '../../kernel/bound-rows'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sha256Hex } from '../../../crypto/algorithms'
import { verifyLegacySignature, verifyWebhook } from '../../../../public/sdk/qsignhub-webhooks.mjs'
import { samplePdf } from '../../../../scripts/sample-pdf'
import { readConfig } from '../../../config'
import { openInstallation, type Installation } from '../../../context'
import { newId, randomBase62 } from '../../../domain/ids'
import { startJobs } from '../../../jobs'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { uploadDocument } from '../../documents/upload-document'
import { cancelSignatureRequest } from '../../requests/cancel-signature-request'
import { createSignatureRequest } from '../../requests/create-signature-request'
import { sweep } from '../../maintenance/sweep'
import { createWebhookEndpoint } from '../endpoint/create-webhook-endpoint'
import type { EndpointWithSecret } from '../endpoint/endpoint-view'
import { listWebhookDeliveries } from '../log/list-webhook-deliveries'
import type { DeliveryView } from '../log/delivery-view'
import { openReceiver, type Receiver } from '../../../testing/receiver'
import { PLAIN_REQUEST } from '../../requests/request-rules'
import { PAUSES } from './schedule'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const directory = mkdtempSync(path.join(tmpdir(), 'outage-'))
const settings = readConfig({ QSIGNHUB_DATA_DIR: directory, LOG_LEVEL: 'silent' })
let moved = 0
const now = () => new Date(Date.now() + moved)
let running: { installation: Installation; stop: () => void }
let receiver: Receiver
let caller: OrganisationCaller
let endpoint: EndpointWithSecret

const context = (): Context => running.installation.contextFor()
async function start(): Promise<void> {
  const installation = await openInstallation(settings, now)
  running = { installation, stop: await startJobs(installation) }
}
async function stop(): Promise<void> {
  running.stop()
  await running.installation.close(5_000)
}
const log = async (): Promise<DeliveryView[]> =>
  (await listWebhookDeliveries(context(), caller, { endpointId: endpoint.id, limit: 100 })).items
const until = (condition: (deliveries: DeliveryView[]) => boolean) =>
  vi.waitFor(
    async () => {
      if (!condition(await log())) throw new Error('not yet')
    },
    { timeout: 100_000, interval: 50 },
  )
/** Moves the clock and does what the timer of a running process does every minute. */
async function later(milliseconds: number): Promise<void> {
  moved += milliseconds
  await sweep(context(), 'running')
}

beforeAll(async () => {
  receiver = await openReceiver()
  await start()
  const [tenantId, apiKeyId] = [newId('ten'), newId('key')]
  const { db, secrets } = context()
  const tenant = { id: tenantId, name: 'Example Bank', color: null, minimumAge: null, stepUpAfterDays: null, suspendedAt: null }
  await db.tenant.create({ data: bound(secrets, 'tenant', tenant) })
  await db.apiKey.create({
    data: {
      id: apiKeyId,
      tenantId,
      mode: 'test',
      name: 'Test',
      last4: '0000',
      hash: sha256Hex(randomBase62(32)),
    },
  })
  caller = { kind: 'key', tenantId, apiKeyId, mode: 'test', plan: 'startup', scopes: [] }
  endpoint = await createWebhookEndpoint(context(), caller, { url: receiver.url, description: null, events: null, contactEmail: null })
})
afterAll(async () => {
  await stop()
  await receiver.close()
  rmSync(directory, { recursive: true, force: true })
})

async function newRequest(number: number): Promise<string> {
  const file = { name: 'contract.pdf', mimeType: 'application/pdf', bytes: samplePdf({ pages: 1 }) }
  const { id: documentId } = await uploadDocument(context(), caller, { file, name: `Contract ${number}` })
  const { id } = await createSignatureRequest(context(), caller, {
    ...PLAIN_REQUEST,
    documentIds: [documentId],
    metadata: { contract_id: `CNT-${number}` },
    signers: [
      {
        name: 'Anna Kowalska',
        email: 'anna.kowalska@example.com',
        phone: '+48500123456',
        locale: null,
        order: null,
        method: null,
        country: 'PL',
      },
    ],
  })
  return id
}

it('loses no event, and pauses between tries as documented', async () => {
  await receiver.close()
  const requests = [await newRequest(1), await newRequest(2)]
  await until((deliveries) => deliveries.length === 2 && deliveries.every(({ tries }) => tries === 1))
  await later(6 * SECOND)
  await until((deliveries) => deliveries.every(({ tries }) => tries === 2))
  requests.push(await newRequest(3))
  await later(6 * MINUTE)
  await until((deliveries) => deliveries.filter(({ tries }) => tries >= 3).length === 2 && deliveries.every(({ tries }) => tries >= 1))

  // The server stops in the middle of the outage, and comes back when the next attempts are due already.
  await stop()
  moved += 34 * MINUTE
  await start()
  await until((deliveries) => deliveries.filter(({ tries }) => tries === 4).length === 2)
  await cancelSignatureRequest(context(), caller, { requestId: requests[0] ?? '' })
  await later(25 * MINUTE)
  expect(receiver.received).toEqual([])
  expect((await log()).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending', 'pending'])

  // After more than an hour the receiver is back, and the server is started once more. The server is stopped first, so that none of its
  // earlier attempts meets the receiver, and all that arrives is signed by the later clock.
  await stop()
  await receiver.open()
  moved += 3 * 60 * MINUTE
  await start()
  await until((deliveries) => deliveries.every(({ state }) => state === 'succeeded'))

  const told = receiver.received.map(({ event }) => `${event.type} ${event.data.signature_request?.id}`)
  expect([...told].sort()).toEqual(
    [...requests.map((id) => `signature_request.created ${id}`), `signature_request.cancelled ${requests[0]}`].sort(),
  )
  expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(4)

  for (const { attempts } of await log()) {
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1))
    expect(attempts.slice(0, -1).map(({ error }) => error)).toEqual(attempts.slice(1).map(() => 'connection_refused'))
    attempts.slice(1).forEach(({ at }, index) => {
      const pause = at.getTime() - (attempts[index]?.at.getTime() ?? 0)
      expect(pause).toBeGreaterThanOrEqual(PAUSES[index + 1] ?? Infinity)
    })
  }
  const first = (await log()).at(-1)?.attempts ?? []
  expect(first).toHaveLength(5)
  expect((first[1]?.at.getTime() ?? 0) - (first[0]?.at.getTime() ?? 0)).toBeLessThan(PAUSES[2] ?? 0)

  // Each body is signed and holds no personal data; recorded and sent again an hour later, it is refused.
  for (const { body, headers } of receiver.received) {
    expect(verifyLegacySignature(body, String(headers['x-qsignhub-signature']), endpoint.secret)).toBe(true)
    expect(verifyWebhook({ payload: body, headers, secret: endpoint.secret, now: now() }).data.signature_request?.metadata).toHaveProperty(
      'contract_id',
    )
    expect(() => verifyWebhook({ payload: body, headers, secret: endpoint.secret, now: new Date(now().getTime() + 60 * MINUTE) })).toThrow(
      /is being repeated/,
    )
    expect(body).not.toMatch(/Kowalska|anna|48500/)
  }
})
