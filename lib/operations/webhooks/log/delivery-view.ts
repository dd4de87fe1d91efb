// A delivery as the log shows it: its event, its state, and the receiver's answers.

import type { Prisma } from '../../../generated/prisma/client'
import { AttemptError, DeliveryCause, DeliveryState } from '../../../generated/prisma/enums'
import type { WebhookEventType } from '../event-types'

export { AttemptError, DeliveryCause, DeliveryState }
export type DeliveryView = {
  id: string
  eventId: string
  eventType: WebhookEventType
  cause: DeliveryCause
  state: DeliveryState
  tries: number
  createdAt: Date
  nextAttemptAt: Date | null
  attempts: { number: number; at: Date; status: number | null; error: AttemptError | null; latencyMs: number; response: string | null }[]
}

export const withLog = {
  event: { select: { type: true } },
  attempts: { orderBy: { number: 'asc' } },
} as const satisfies Prisma.WebhookDeliveryInclude

export function deliveryView(row: Prisma.WebhookDeliveryGetPayload<{ include: typeof withLog }>): DeliveryView {
  const { id, eventId, cause, state, tries, createdAt, nextAttemptAt } = row
  return {
    id,
    eventId,
    cause,
    state,
    tries,
    createdAt,
    nextAttemptAt,
    // A safe cast: only `publish` and the ping write this column.
    eventType: row.event.type as WebhookEventType,
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
