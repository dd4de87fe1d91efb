// Counts the uses of an API key per month, in the transaction of the use itself: both are committed, or neither.

import { apiKeyOf, type OrganisationCaller } from '../../domain/caller'
import type { Mode } from '../../domain/event'
import { Metric } from '../../generated/prisma/enums'
import type { Tx } from '../kernel/context'

export { Metric }
/** The counters, in the order in which they are shown. */
export const METRICS = Object.values(Metric)

type Context = { machineNow(): Date }

/** Counts for the key of the caller; what a member does is in no key's count. Call it last in a transaction, see `count`. */
export async function countUse(context: Context, tx: Tx, caller: OrganisationCaller, metric: Metric): Promise<void> {
  await count(context, tx, { tenantId: caller.tenantId, mode: caller.mode, apiKeyId: apiKeyOf(caller) }, metric)
}

/** Counts work that has no caller, such as a job's, for the key that created the request. */
export async function countUseOfRequest(context: Context, tx: Tx, requestId: string, metric: Metric): Promise<void> {
  const request = await tx.signatureRequest.findUnique({ where: { id: requestId }, select: { tenantId: true, mode: true, apiKeyId: true } })
  if (request) await count(context, tx, request, metric)
}

/**
 * The row is shared by all requests of the key, and locked from here to the end of the transaction. Months follow the installation's clock
 * in UTC; a test clock moves no counter.
 */
async function count(
  context: Context,
  tx: Tx,
  { tenantId, mode, apiKeyId }: { tenantId: string; mode: Mode; apiKeyId: string | null },
  metric: Metric,
): Promise<void> {
  if (apiKeyId === null) return
  await tx.$executeRaw`
    INSERT INTO "UsageCounter" ("tenantId", "apiKeyId", "mode", "month", "metric", "count")
    VALUES (${tenantId}, ${apiKeyId}, ${mode}, ${monthOf(context.machineNow())}, ${metric}, 1)
    ON CONFLICT ("apiKeyId", "mode", "month", "metric") DO UPDATE SET "count" = "UsageCounter"."count" + 1`
}

/** `2026-11`. */
export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7)
}
