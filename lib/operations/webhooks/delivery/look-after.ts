// The sweep of webhooks: queues due deliveries again, and deletes expired events, logs and old secrets.

import type { Context } from '../../kernel/context'
import { forgetOlder, oneByOne } from '../../kernel/sweeping'
import { scheduleDelivery } from './schedule-delivery'

/** Days for which events and the logs of their deliveries are kept. */
export const KEPT_DAYS = 30
const DAY = 24 * 3_600_000
/** A ping is sent by the request that asks for it; after this time that request is gone. */
const PING_MS = 5 * 60_000

/** The row says when an attempt is due, and the queue only makes it prompt: neither a restart nor a moved clock loses one. */
export async function resumeWebhooks(context: Context): Promise<void> {
  // One index lookup per endpoint, however many deliveries wait.
  const due = await context.db.$queryRaw<{ id: string; failingSince: Date | null }[]>`
    SELECT e."id", e."failingSince" FROM "WebhookEndpoint" e CROSS JOIN LATERAL (
      SELECT FROM "WebhookDelivery" d WHERE d."endpointId" = e."id" AND d."state" = 'pending' AND d."nextAttemptAt" <= ${context.machineNow()} LIMIT 1) due
    WHERE e."enabled"`
  await oneByOne(due, (endpoint) => scheduleDelivery(context, context.db, endpoint))
}

export async function forgetWebhooks(context: Context): Promise<boolean> {
  const { db } = context
  const now = context.machineNow()
  await db.webhookEndpoint.updateMany({ where: { previousUntil: { lte: now } }, data: { previousSecret: null, previousUntil: null } })
  await db.webhookDelivery.updateMany({
    // Only a ping has no time for its next attempt.
    where: { state: 'pending', nextAttemptAt: null, cause: 'ping', createdAt: { lt: new Date(now.getTime() - PING_MS) } },
    data: { state: 'failed' },
  })
  // Deliveries that were written while the endpoint was being switched off.
  await db.$executeRaw`
    UPDATE "WebhookDelivery" d SET "state" = 'cancelled', "nextAttemptAt" = NULL FROM "WebhookEndpoint" e
    WHERE NOT e."enabled" AND d."endpointId" = e."id" AND d."state" = 'pending' AND d."cause" <> 'ping'`
  return forgetOlder(context, 'WebhookEvent', 'createdAt', new Date(now.getTime() - KEPT_DAYS * DAY))
}
