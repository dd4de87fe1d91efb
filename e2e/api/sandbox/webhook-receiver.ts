// A receiver of webhooks as an integrator has it: an endpoint of the API, which checks the proofs of each delivery and keeps its body.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { openReceiver } from '../../../lib/testing/receiver'
import { verifyWebhook as verifiedByHelper, type QSignHubEvent } from '../../../public/sdk/qsignhub-webhooks.mjs'
import { test as plain } from '../../journeys/product'
import { ApiClient } from '../client'

export type Delivery = {
  event: QSignHubEvent
  /** The body, byte for byte. */
  raw: string
  /** Whether both the sample code and the helper of the documentation accept the delivery. */
  proven: boolean
}
export type WebhookReceiver = { toldOf(requestId: string): readonly Delivery[] }

/** Each story has a receiver of its own, which is deleted from the account after the story. */
export const test = plain.extend<{ webhooks: WebhookReceiver }>({
  webhooks: async ({ product }, provide) => {
    const api = new ApiClient(product.baseUrl, product.apiKey)
    const { url, received, close } = await openReceiver()
    const { body: endpoint } = await api.call<{ id: string; secret: string }>('POST', '/webhook-endpoints', { url })
    const deliveries = (): Delivery[] =>
      received.map(({ event, body, headers }) => {
        const proven = verifyWebhook(body, String(headers['x-qsignhub-signature']), endpoint.secret)
        return { event, raw: body, proven: proven && verifiedByHelper({ payload: body, headers, secret: endpoint.secret }).id === event.id }
      })
    await provide({ toldOf: (requestId) => deliveries().filter(({ event }) => event.data.signature_request?.id === requestId) })
    await api.call('DELETE', `/webhook-endpoints/${endpoint.id}`)
    await close()
  },
})

/** The sample code that integrators have in their programs. */
function verifyWebhook(payload: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(payload, 'utf8').digest('hex')
  const received = signature.replace('sha256=', '')
  return timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(received, 'hex'))
}
