// The sweep's part in webhooks: gives due deliveries a job again, and forgets events, logs and old secrets that have had their time.

import type { Context } from '../../kernel/context'
import { forgetOlder, oneByOne } from '../../kernel/sweeping'
import { wake } from './wake'

/** How long an event can be read and replayed, and the log of its deliveries be seen. Days. */
export const KEPT_DAYS = 30
const DAY = 24 * 3_600_000
/** A ping is tried by the request that asks for it; after so long that request is no more. */
const PING_MS = 5 * 60_000

/** The row says when an attempt is due; the queue only makes it prompt. So neither a restart nor a moved clock loses one. */
export async function resumeWebhooks(context: Context): Promise<void> {
  // One look per endpoint, however much waits there.
  const due = await context.db.$queryRaw<{ id: string; failingSince: Date | null }[]>`
    SELECT e."id", e."failingSince" FROM "WebhookEndpoint" e CROSS JOIN LATERAL (
      SELECT FROM "WebhookDelivery" d WHERE d."endpointId" = e."id" AND d."state" = 'pending' AND d."nextAttemptAt" <= ${context.machineNow()} LIMIT 1) due
    WHERE e."enabled"`
  await oneByOne(due, (endpoint) => wake(context, context.db, endpoint))
}

export async function forgetWebhooks(context: Context): Promise<boolean> {
  const { db } = context
  const now = context.machineNow()
  await db.webhookEndpoint.updateMany({ where: { previousUntil: { lte: now } }, data: { previousSecret: null, previousUntil: null } })
  await db.webhookDelivery.updateMany({
    // Only a ping waits without a time.
    where: { state: 'pending', nextAttemptAt: null, cause: 'ping', createdAt: { lt: new Date(now.getTime() - PING_MS) } },
    data: { state: 'failed' },
  })
  // Written while the endpoint was being switched off.
  await db.$executeRaw`
    UPDATE "WebhookDelivery" d SET "state" = 'cancelled', "nextAttemptAt" = NULL FROM "WebhookEndpoint" e
    WHERE NOT e."enabled" AND d."endpointId" = e."id" AND d."state" = 'pending' AND d."cause" <> 'ping'`
  return forgetOlder(context, 'WebhookEvent', 'createdAt', new Date(now.getTime() - KEPT_DAYS * DAY))
}
