// The wire of deliveries: the log of what was sent to an endpoint and answered, and the input of a replay.

import { z } from 'zod'
import { AttemptError, DeliveryCause, DeliveryState, type DeliveryView } from '../../operations/webhooks/log/delivery-view'
import { WEBHOOK_EVENT_TYPES } from '../../operations/webhooks/event-types'
import { Cursor, Limit, Moment, pageSchema } from './page'

const At = z.iso.datetime().meta({ examples: ['2025-01-15T11:02:50.000Z'] })

const Attempt = z
  .object({
    number: z
      .number()
      .int()
      .meta({ examples: [1] }),
    at: At,
    status: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'What the receiver answered; null when it did not.', examples: [200] }),
    latency_ms: z
      .number()
      .int()
      .meta({ examples: [84] }),
    error: z
      .enum(AttemptError)
      .nullable()
      .meta({ description: 'Why it does not count as delivered; null when it does.', examples: [null] }),
    response: z
      .string()
      .nullable()
      .meta({ description: 'The first 2 kB of the answer.', examples: ['ok'] }),
  })
  .meta({ id: 'WebhookAttempt' })

export const WebhookDelivery = z
  .object({
    id: z.string().meta({ examples: ['dlv_8sK2pQ7wY4nL1xZd'] }),
    event_id: z.string().meta({ examples: ['evt_Z9wX8vU7tS6rQ5pO'] }),
    event_type: z.enum(WEBHOOK_EVENT_TYPES).meta({ examples: ['signature_request.completed'] }),
    cause: z.enum(DeliveryCause).meta({ examples: ['event'] }),
    state: z
      .enum(DeliveryState)
      .meta({ description: '`failed`: all tries are used up. `cancelled`: the endpoint was switched off.', examples: ['succeeded'] }),
    tries: z
      .number()
      .int()
      .meta({ examples: [1] }),
    created_at: At,
    next_attempt_at: At.nullable().meta({ description: 'While `pending`.', examples: [null] }),
    attempts: z.array(Attempt),
  })
  .meta({ id: 'WebhookDelivery' })

export const WebhookDeliveryPage = pageSchema(WebhookDelivery).meta({ id: 'WebhookDeliveryPage' })

export const DeliveriesQuery = z.strictObject({
  state: z.enum(DeliveryState).optional(),
  limit: Limit,
  cursor: Cursor.optional(),
})

const EventId = z.string().regex(/^evt_\w{1,32}$/, 'not the id of an event; it begins with evt_')

const REPLAY_EXAMPLES = [{ event_id: 'evt_Z9wX8vU7tS6rQ5pO' }, { from: '2025-01-15T00:00:00Z', to: '2025-01-16T00:00:00Z' }]

export const ReplayInput = z
  .strictObject({
    event_id: EventId.nullish().meta({
      description: 'One event, whether the endpoint is subscribed to its type or not.',
      examples: ['evt_Z9wX8vU7tS6rQ5pO'],
    }),
    from: Moment.nullish().meta({
      description: 'Instead: everything recorded from this moment on that the endpoint is subscribed to.',
      examples: ['2025-01-15T00:00:00Z'],
    }),
    to: Moment.nullish().meta({ description: 'Up to this moment; now unless given.', examples: ['2025-01-16T00:00:00Z'] }),
  })
  .superRefine(({ event_id, from, to }, issues) => {
    const one = event_id !== undefined && event_id !== null
    const range = (from !== undefined && from !== null) || (to !== undefined && to !== null)
    if (one && range) issues.addIssue({ code: 'custom', path: ['event_id'], message: 'send either event_id or from and to' })
    if (!one && !from)
      issues.addIssue({ code: 'custom', path: ['from'], message: 'name an event in event_id, or the beginning of a time range here' })
    if (from && to && from > to) issues.addIssue({ code: 'custom', path: ['to'], message: 'earlier than from' })
  })
  .meta({ id: 'ReplayInput', examples: REPLAY_EXAMPLES })
  .transform(({ event_id, from, to }) => ({ eventId: event_id ?? null, from: from ?? null, to: to ?? null }))

export const Replayed = z
  .object({
    count: z
      .number()
      .int()
      .meta({ description: 'How many events are sent again.', examples: [42] }),
  })
  .meta({ id: 'Replayed' })

export function presentDelivery(view: DeliveryView): z.input<typeof WebhookDelivery> {
  return {
    id: view.id,
    event_id: view.eventId,
    event_type: view.eventType,
    cause: view.cause,
    state: view.state,
    tries: view.tries,
    created_at: view.createdAt.toISOString(),
    next_attempt_at: view.nextAttemptAt?.toISOString() ?? null,
    attempts: view.attempts.map(({ number, at, status, error, latencyMs, response }) => ({
      number,
      at: at.toISOString(),
      status,
      latency_ms: latencyMs,
      error: error as z.input<typeof Attempt>['error'],
      response,
    })),
  }
}
