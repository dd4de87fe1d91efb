// Counts the uses of an API key per month, in the transaction of the use itself: both are committed, or neither.

import type { Mode } from '../../domain/event'
import { Metric } from '../../generated/prisma/enums'
import type { Context, Tx } from '../kernel/context'

export { Metric }
/** The counters, in the order in which they are shown. */
export const METRICS = Object.values(Metric)

type Key = { tenantId: string; mode: Mode; apiKeyId: string }

/**
 * Call it last in a transaction: the row is shared by all requests of the key, and locked from here to the end. Months follow the
 * installation's clock in UTC; a test clock moves no counter.
 */
export async function countUse(
  context: Pick<Context, 'machineNow'>,
  tx: Tx,
  { tenantId, mode, apiKeyId }: Key,
  metric: Metric,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "UsageCounter" ("tenantId", "apiKeyId", "mode", "month", "metric", "count")
    VALUES (${tenantId}, ${apiKeyId}, ${mode}, ${monthOf(context.machineNow())}, ${metric}, 1)
    ON CONFLICT ("apiKeyId", "mode", "month", "metric") DO UPDATE SET "count" = "UsageCounter"."count" + 1`
}

/** The same for work without a caller: counted for the key that created the request. */
export async function countUseOfRequest(context: Pick<Context, 'machineNow'>, tx: Tx, requestId: string, metric: Metric): Promise<void> {
  const request = await tx.signatureRequest.findUnique({ where: { id: requestId }, select: { tenantId: true, mode: true, apiKeyId: true } })
  if (!request?.apiKeyId) return
  const { tenantId, mode, apiKeyId } = request
  await countUse(context, tx, { tenantId, apiKeyId, mode }, metric)
}

/** `2026-11`. */
export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7)
}
