// A delivery as the log shows it: which event, how it stands, and what the receiver answered each time.

import type { Prisma } from '../../../generated/prisma/client'
import type { WebhookEventType } from '../event-types'

export type DeliveryState = 'pending' | 'succeeded' | 'failed' | 'cancelled'
export type DeliveryView = {
  id: string
  eventId: string
  eventType: WebhookEventType
  cause: 'event' | 'replay' | 'ping'
  state: DeliveryState
  tries: number
  createdAt: Date
  nextAttemptAt: Date | null
  attempts: { number: number; at: Date; status: number | null; error: string | null; latencyMs: number; response: string | null }[]
}

export const withLog = {
  event: { select: { type: true } },
  attempts: { orderBy: { number: 'asc' } },
} as const satisfies Prisma.WebhookDeliveryInclude

export function deliveryView(row: Prisma.WebhookDeliveryGetPayload<{ include: typeof withLog }>): DeliveryView {
  const { id, eventId, tries, createdAt, nextAttemptAt } = row
  return {
    id,
    eventId,
    tries,
    createdAt,
    nextAttemptAt,
    // Words that only `publish`, the ping, the replay and `attempt` write.
    eventType: row.event.type as WebhookEventType,
    cause: row.cause as DeliveryView['cause'],
    state: row.state as DeliveryState,
    attempts: row.attempts.map(({ number, at, status, error, latencyMs, response }) => ({
      number,
      at,
      status,
      error,
      latencyMs,
      response,
    })),
  }
}
