// Each event as a webhook of the description, with the headers that prove its sender.

import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS, type WebhookEventType } from '../../operations/webhooks/event-types'
import { WebhookEvent } from '../schemas/webhook-event'
import { exampleOf } from './example'
import type { Components, Json } from './json-schema'

export function webhooks(components: Components): Record<string, Json> {
  const schema = components.describe(WebhookEvent, 'output')
  return Object.fromEntries(
    WEBHOOK_EVENT_TYPES.map((type) => [type, { post: delivery(type, schema, exampleOf(schema, components.schemas) as Json) }]),
  )
}

function delivery(type: WebhookEventType, schema: Json, { data, ...event }: Json): Json {
  const { says, standard } = WEBHOOK_EVENTS[type]
  return {
    operationId: `on ${type}`.replaceAll(/[ ._](\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: ['Webhooks'],
    summary: type,
    description: standard || type === 'ping' ? says : `${says} Only for endpoints that name it in \`events\`.`,
    // A receiver checks these headers; it is sent no API key.
    security: [],
    parameters: HEADERS.map(([name, description, example]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
      example,
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { allOf: [schema, { properties: { type: { enum: [type] } } }] },
          example: { ...event, type, data: partsFor(type, data as Json) },
        },
      },
    },
    responses: {
      '2XX': { description: 'Received. Answer quickly and do the work afterwards; what the answer says is kept in the log, up to 2 kB.' },
      '410': { description: 'Never again: the endpoint is switched off.' },
      '4XX': { description: 'Not received, like everything else that is not 2XX: we try again. `Retry-After` is honoured.' },
    },
  }
}

/** The parts of the data that this event carries. */
function partsFor(type: WebhookEventType, data: Json): Json {
  const { signature_request, signer, verification, step, fields, reason, cancelled_by, webhook_endpoint } = data
  if (type === 'ping') return { webhook_endpoint }
  if (type === 'signature_request.cancelled') return { signature_request, cancelled_by }
  if (type.startsWith('signature_request.')) return { signature_request }
  if (type === 'signer.step_completed') return { signature_request, signer, step }
  if (type === 'signer.data_corrected') return { signature_request, signer, fields }
  if (type === 'signer.signature_failed') return { signature_request, signer, reason }
  if (/verification|identification/.test(type)) return { signature_request, signer, verification }
  return { signature_request, signer }
}

const HEADERS = [
  [
    'X-QSignHub-Signature',
    '`sha256=` and the HMAC-SHA256 of the raw body, in hexadecimal, keyed with the secret.',
    'sha256=a4f2b1c9d8e7f6a5',
  ],
  ['X-QSignHub-Timestamp', 'When this attempt was sent: Unix time in seconds.', '1736938970'],
  ['webhook-id', 'The id of the event (Standard Webhooks). The same in every attempt.', 'evt_Z9wX8vU7tS6rQ5pO'],
  ['webhook-timestamp', 'The time again, as Standard Webhooks calls it. Refuse what is older than five minutes.', '1736938970'],
  [
    'webhook-signature',
    'Signatures over id, time and body (Standard Webhooks), one for each secret that counts.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
] as const
