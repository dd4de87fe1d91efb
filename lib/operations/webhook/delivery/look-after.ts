// The sweep's part in webhooks: gives due deliveries a job again, and forgets events, logs and old secrets that have had their time.

import type { Context } from '../../context'
import { wake } from './wake'

/** How long an event can be read and replayed, and the log of its deliveries be seen. Days. */
export const KEPT_DAYS = 30
const DAY = 24 * 3_600_000
/** Rows that one sweep deletes at most, so that none takes long. */
const BATCH = 5_000
/** A ping is tried by the request that asks for it; after so long that request is no more. */
const PING_MS = 5 * 60_000

/** The row says when an attempt is due; the queue only makes it prompt. So neither a restart nor a moved clock loses one. */
export async function resumeWebhooks(context: Context): Promise<void> {
  const now = context.machineNow()
  const due = await context.db.webhookDelivery.findMany({
    where: { state: 'pending', nextAttemptAt: { lte: now }, endpoint: { enabled: true } }, distinct: ['endpointId'], take: 500,
    select: { endpoint: { select: { id: true, failingSince: true } } }, orderBy: { endpointId: 'asc' },
  })
  for (const { endpoint } of due) await wake(context, context.db, endpoint)
}

export async function forgetWebhooks({ db, machineNow }: Context): Promise<void> {
  const now = machineNow()
  await db.$executeRaw`
    DELETE FROM "WebhookEvent" WHERE "id" IN
      (SELECT "id" FROM "WebhookEvent" WHERE "createdAt" < ${new Date(now.getTime() - KEPT_DAYS * DAY)} ORDER BY "createdAt" LIMIT ${BATCH})`
  await db.webhookEndpoint.updateMany({ where: { previousUntil: { lte: now } }, data: { previousSecret: null, previousUntil: null } })
  await db.webhookDelivery.updateMany({
    where: { cause: 'ping', state: 'pending', createdAt: { lt: new Date(now.getTime() - PING_MS) } }, data: { state: 'failed' },
  })
  // Written while the endpoint was being switched off.
  await db.webhookDelivery.updateMany({
    where: { state: 'pending', cause: { not: 'ping' }, endpoint: { enabled: false } }, data: { state: 'cancelled', nextAttemptAt: null },
  })
}
