// The wire of events: the body of every webhook, which GET /v1/events shows in the same form.

import { z } from 'zod'
import { DECISIONS } from '../../domain/decision'
import { ACTORS, SIGNATURE_FAILURES } from '../../domain/event'
import { REQUEST_STATUSES, SIGNER_STATUSES } from '../../domain/request'
import { CORRECTABLE_FIELDS, STEP_NAMES } from '../../domain/steps'
import type { WebhookBody } from '../../operations/webhooks/body'
import { WEBHOOK_EVENT_TYPES } from '../../operations/webhooks/event-types'
import { VERDICTS } from '../../operations/webhooks/events-of'
import { Cursor, Limit, Moment, pageSchema } from './page'

const RequestPart = z.object({
  id: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
  status: z.enum(REQUEST_STATUSES).meta({ examples: ['completed'] }),
  signed_document_url: z
    .url()
    .nullable()
    .meta({
      description: 'Where to download the signed document, with your API key. Null until the request is completed.',
      examples: ['https://sign.example.com/v1/signature-requests/sreq_7Yx4kP9nQ3mB2wR1/download'],
    }),
  metadata: z
    .record(z.string(), z.json())
    .meta({ description: 'What you gave with the request.', examples: [{ contract_id: 'CNT-2025-0042' }] }),
})

const SignerPart = z.object({
  id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
  status: z.enum(SIGNER_STATUSES).meta({ examples: ['signed'] }),
  order: z
    .number()
    .int()
    .meta({ examples: [1] }),
})

const VerificationPart = z.object({
  status: z.enum(VERDICTS).meta({ description: '`referred`: a person decides.' }),
  attempt: z
    .number()
    .int()
    .meta({ description: 'Which try this was, from 1.', examples: [1] }),
  reason: z
    .string()
    .nullable()
    .meta({ description: 'The coded reason of a failure; null when it passed.', examples: ['DOCUMENT_EXPIRED'] }),
  attempts_left: z
    .number()
    .int()
    .meta({ examples: [2] }),
  referrals: z
    .array(z.string())
    .optional()
    .meta({ description: 'In `signer.verification_referred`: the coded reasons why a person decides.', examples: [['FACE_UNCERTAIN']] }),
  decision: z.enum(DECISIONS).optional().meta({ description: 'In `signer.verification_decided`.' }),
  kind: z.literal('step_up').optional().meta({
    description: 'A selfie of a signer who signs with an identity of before: no document was checked. Absent for a check of identity.',
  }),
})

/** Ids, states, codes and the requester's metadata only: no documents, no personal data. */
export const WebhookEvent = z
  .object({
    id: z.string().meta({
      description: 'The same in every attempt and replay: use it to recognise what you have seen.',
      examples: ['evt_Z9wX8vU7tS6rQ5pO'],
    }),
    type: z.enum(WEBHOOK_EVENT_TYPES).meta({ examples: ['signature_request.completed'] }),
    created_at: z.iso.datetime().meta({ description: 'When it happened.', examples: ['2025-01-15T11:02:50.000Z'] }),
    api_version: z.string().meta({ examples: ['v1'] }),
    livemode: z.boolean().meta({ examples: [false] }),
    data: z.object({
      signature_request: RequestPart.optional(),
      signer: SignerPart.optional().meta({ description: 'In events of a signer.' }),
      verification: VerificationPart.optional().meta({ description: 'In events of an identity verification.' }),
      step: z.enum(STEP_NAMES).optional().meta({ description: 'In `signer.step_completed`.' }),
      fields: z.array(z.enum(CORRECTABLE_FIELDS)).optional().meta({ description: 'In `signer.data_corrected`: which were corrected.' }),
      reason: z.enum(SIGNATURE_FAILURES).optional().meta({ description: 'In `signer.signature_failed`: why, coded.' }),
      message: z
        .object({ id: z.string().meta({ examples: ['msg_5nR8wX2kV9tQ4mZb'] }) })
        .optional()
        .meta({ description: 'In `signer.message_received`. The text is not here.' }),
      cancelled_by: z.enum(ACTORS).exclude(['system']).optional().meta({ description: 'In `signature_request.cancelled`.' }),
      webhook_endpoint: z
        .object({ id: z.string().meta({ examples: ['whk_4mT8qZ1nV6rB3kXc'] }) })
        .optional()
        .meta({ description: 'In `ping`.' }),
    }),
  })
  .meta({ id: 'WebhookEvent' })

export const EventPage = pageSchema(WebhookEvent).meta({ id: 'EventPage' })

export const EventParams = z
  .strictObject({
    event_id: z
      .string()
      .regex(/^evt_\w{1,32}$/)
      .meta({ examples: ['evt_Z9wX8vU7tS6rQ5pO'] }),
  })
  .transform(({ event_id }) => ({ eventId: event_id }))

export const EventsQuery = z
  .strictObject({
    type: z.enum(WEBHOOK_EVENT_TYPES).optional().meta({ description: 'Only events of this type.' }),
    signature_request: z
      .string()
      .regex(/^sreq_\w{1,32}$/, 'not the id of a request; it begins with sreq_')
      .optional()
      .meta({ description: 'Only events of this request.', examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    from: Moment.optional().meta({ description: 'Recorded at or after this moment.', examples: ['2025-01-01T00:00:00Z'] }),
    to: Moment.optional().meta({ description: 'Recorded at or before this moment.', examples: ['2025-02-01T00:00:00Z'] }),
    limit: Limit,
    cursor: Cursor.optional(),
  })
  .transform(({ signature_request, ...query }) => ({ ...query, requestId: signature_request }))

export function presentEvent(body: WebhookBody): unknown {
  return body
}
