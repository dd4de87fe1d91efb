// The wire of webhook endpoints: the receiver's address, the events that it wants, and the secret that proves the sender.

import { z } from 'zod'
import type { EndpointView, EndpointWithSecret } from '../../operations/webhooks/endpoint/endpoint-view'
import { SUBSCRIBABLE } from '../../operations/webhooks/event-types'
import { Email } from '../../operations/kernel/email'
import { DisabledBecause } from '../../operations/webhooks/switch-off'
import { line } from './line'
import { Cursor, Limit, pageSchema } from './page'

const ID = 'whk_4mT8qZ1nV6rB3kXc'

export const EndpointParams = z
  .strictObject({
    endpoint_id: z
      .string()
      .regex(/^whk_\w{1,32}$/)
      .meta({ examples: [ID] }),
  })
  .transform(({ endpoint_id }) => ({ endpointId: endpoint_id }))

const Url = z
  .string()
  .min(1)
  .max(2000)
  .meta({
    description: 'An https address on the public internet. With a test key also http and this machine: http://localhost:4000/webhooks.',
    examples: ['https://yourapp.com/webhooks/qsignhub'],
  })
const Description = line(200).meta({ description: 'For yourself.', examples: ['Contract service, production'] })
const Events = z
  .array(z.enum(SUBSCRIBABLE))
  .min(1, 'nothing is named; leave it out for the standard events')
  .max(50)
  .transform((events) => [...new Set(events)])
  .meta({
    description: 'What it wants to be told. Steps of the journey come only where they are named.',
    examples: [['signature_request.completed', 'signer.signed']],
  })
const Contact = Email.meta({ description: 'Whom we write to when we switch the endpoint off.', examples: ['oncall@yourapp.com'] })

export const CreateEndpointInput = z
  .strictObject({
    url: Url,
    description: Description.nullish(),
    events: Events.nullish(),
    contact_email: Contact.nullish(),
  })
  .meta({ id: 'CreateWebhookEndpointInput' })
  .transform(({ url, description, events, contact_email }) => ({
    url,
    description: description ?? null,
    events: events ?? null,
    contactEmail: contact_email ?? null,
  }))

/** Absent members stay; null empties `description` and `contact_email`. */
export const UpdateEndpointInput = z
  .strictObject({
    url: Url.optional(),
    description: Description.nullish(),
    events: Events.optional(),
    contact_email: Contact.nullish(),
    enabled: z
      .boolean()
      .optional()
      .meta({ description: 'False: nothing is sent, and what was on its way is cancelled. True: begin again.' }),
  })
  .meta({ id: 'UpdateWebhookEndpointInput' })
  .transform(({ contact_email, ...change }) => ({ ...change, contactEmail: contact_email }))

export const RotateSecretInput = z
  .strictObject({
    keep_previous_hours: z
      .int()
      .min(0)
      .max(168)
      .nullish()
      .meta({ description: 'How long the old secret signs beside the new one. 24 unless given; 0 ends it at once.', examples: [24] }),
  })
  .meta({ id: 'RotateWebhookSecretInput' })
  .transform(({ keep_previous_hours }) => ({ keepHours: keep_previous_hours ?? 24 }))

export const EndpointsQuery = z.strictObject({ limit: Limit, cursor: Cursor.optional() })

const Moment = z.iso.datetime().meta({ examples: ['2025-01-15T10:30:00.000Z'] })

export const WebhookEndpoint = z
  .object({
    id: z.string().meta({ examples: [ID] }),
    url: z.url().meta({ examples: ['https://yourapp.com/webhooks/qsignhub'] }),
    description: z
      .string()
      .nullable()
      .meta({ examples: ['Contract service, production'] }),
    events: z.array(z.enum(SUBSCRIBABLE)),
    enabled: z.boolean().meta({ examples: [true] }),
    disabled_because: z
      .enum(DisabledBecause)
      .nullable()
      .meta({ description: '`gone`: it answered 410. `failing`: five days without one success.', examples: [null] }),
    disabled_at: Moment.nullable().meta({ examples: [null] }),
    failing_since: Moment.nullable().meta({ description: 'Since when no delivery has succeeded; null while they do.', examples: [null] }),
    contact_email: z
      .string()
      .nullable()
      .meta({ examples: ['oncall@yourapp.com'] }),
    previous_secret_until: Moment.nullable().meta({
      description: 'Until when the secret before the last rotation signs, too.',
      examples: [null],
    }),
    livemode: z.boolean().meta({ examples: [false] }),
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: 'WebhookEndpoint' })

export const WebhookEndpointWithSecret = WebhookEndpoint.extend({
  secret: z.string().meta({
    description: 'Proves that a delivery comes from us. Shown now and never again: keep it where you keep your API key.',
    examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='],
  }),
}).meta({ id: 'WebhookEndpointWithSecret' })

export const WebhookEndpointPage = pageSchema(WebhookEndpoint).meta({ id: 'WebhookEndpointPage' })

export const DeletedEndpoint = z
  .object({ id: z.string().meta({ examples: [ID] }), deleted: z.literal(true) })
  .meta({ id: 'DeletedWebhookEndpoint' })

export function presentEndpoint(view: EndpointView): z.input<typeof WebhookEndpoint> {
  return {
    id: view.id,
    url: view.url,
    description: view.description,
    events: view.events,
    enabled: view.enabled,
    disabled_because: view.disabledBecause,
    disabled_at: view.disabledAt?.toISOString() ?? null,
    failing_since: view.failingSince?.toISOString() ?? null,
    contact_email: view.contactEmail,
    previous_secret_until: view.previousSecretUntil?.toISOString() ?? null,
    livemode: view.livemode,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
  }
}

export function presentEndpointWithSecret(view: EndpointWithSecret): z.input<typeof WebhookEndpointWithSecret> {
  return { ...presentEndpoint(view), secret: view.secret }
}
