// The wire of the outbox of test mode: every mail and text message that went out, newest first.

import { z } from 'zod'
import { Channel } from '../../operations/kernel/outbox'
import type { OutgoingMessage } from '../../operations/messages/read-outbox'

export const OutboxQuery = z.strictObject({ to: z.string().max(254).optional() })

export const OutboxMessage = z.object({
  id: z.string(),
  channel: z.enum(Channel),
  template: z.string(),
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  attachments: z.array(z.string()),
  state: z.string(),
  request_id: z.string().nullable(),
  signer_id: z.string().nullable(),
  created_at: z.string(),
})
export type OutboxMessage = z.infer<typeof OutboxMessage>
export const Outbox = z.object({ messages: z.array(OutboxMessage) })
export type Outbox = z.infer<typeof Outbox>

export function presentOutbox(messages: readonly OutgoingMessage[]): Outbox {
  return Outbox.parse({
    messages: messages.map(({ requestId, signerId, createdAt, ...message }) => ({
      ...message,
      request_id: requestId,
      signer_id: signerId,
      created_at: createdAt.toISOString(),
    })),
  })
}
