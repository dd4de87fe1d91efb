// How often something was done in a window of time, counted for all processes. Who did it is stored as a digest.

import { sha256Hex } from '../../crypto/algorithms'
import { Problem } from '../../domain/problem'
import type { Context, Tx } from './context'

/** Windows are an hour at most: older rows are swept. */
export type Window = { name: string; windowMs: number }
export type Limit = Window & { count: number }

/** Inside a transaction, `db` is the transaction and `statement` is left out: the count is undone with the rest. */
type Counter = { machineNow(): Date; db: Tx; statement?: Context['statement'] }

/** One statement, so that two processes never count the same use twice or lose one. */
const COUNT = {
  name: 'count_use',
  quick: true,
  text: `
    INSERT INTO "RateWindow" ("subject", "windowStart", "count") VALUES ($1, $2::timestamptz, 1)
    ON CONFLICT ("subject", "windowStart") DO UPDATE SET "count" = "RateWindow"."count" + 1
    RETURNING "count"`,
}

/** The beginning of the window that `now` is in. */
export function windowAt(now: Date, windowMs: number): Date {
  return new Date(now.getTime() - (now.getTime() % windowMs))
}

/** Counts one use of `subject`, and answers how many there were in this window. */
export async function countUse(context: Counter, subject: string, { name, windowMs }: Window): Promise<number> {
  const digest = sha256Hex(subject).slice(0, 32)
  const values = [`${name}:${digest}`, windowAt(context.machineNow(), windowMs)]
  const rows = context.statement
    ? await context.statement<{ count: number }>(COUNT, values)
    : await context.db.$queryRawUnsafe<{ count: number }[]>(COUNT.text, ...values)
  return Number(rows[0]?.count ?? 1)
}

/** Counts one use of `subject`; false when there were too many. */
export async function withinLimit(context: Counter, subject: string, limit: Limit): Promise<boolean> {
  return (await countUse(context, subject, limit)) <= limit.count
}

export async function requireWithinLimit(context: Counter, subject: string, limit: Limit): Promise<void> {
  if (await withinLimit(context, subject, limit)) return
  const { windowMs } = limit
  const seconds = Math.ceil((windowMs - (context.machineNow().getTime() % windowMs)) / 1000)
  throw seconds < 90
    ? new Problem('RATE_LIMITED.seconds', { seconds }, { retryAfterSeconds: seconds })
    : new Problem('RATE_LIMITED.minutes', { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
}
