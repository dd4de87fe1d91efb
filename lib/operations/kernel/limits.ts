// Abuse limits of what strangers and signers may ask for: counted in fixed windows shared by all processes, by digest, never by name.

import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem'
import type { Tx } from './context'

/** Windows are an hour at most: older rows are swept. */
export type Limit = { name: string; count: number; windowMs: number }

type Counter = { machineNow(): Date; db: Tx }

/** Counts one use of `subject`; false when there were too many. */
export async function withinLimit(context: Counter, subject: string, { name, count, windowMs }: Limit): Promise<boolean> {
  const now = context.machineNow().getTime()
  const windowStart = new Date(now - (now % windowMs))
  const key = `${name}:${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
  // One statement, so that two processes never count the same use twice or lose one.
  const rows = await context.db.$queryRaw<{ count: number }[]>`
    INSERT INTO "RateWindow" ("subject", "windowStart", "count") VALUES (${key}, ${windowStart}, 1)
    ON CONFLICT ("subject", "windowStart") DO UPDATE SET "count" = "RateWindow"."count" + 1
    RETURNING "count"`
  return Number(rows[0]?.count ?? 1) <= count
}

export async function requireWithinLimit(context: Counter, subject: string, limit: Limit): Promise<void> {
  if (await withinLimit(context, subject, limit)) return
  const { windowMs } = limit
  const seconds = Math.ceil((windowMs - (context.machineNow().getTime() % windowMs)) / 1000)
  throw new Problem('RATE_LIMITED', `That was too often. Wait ${wait(seconds)} and try again.`, { retryAfterSeconds: seconds })
}

function wait(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
