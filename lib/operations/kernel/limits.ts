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

/** Until the next window begins. */
export function secondsLeft(now: Date, windowMs: number): number {
  return Math.ceil((windowMs - (now.getTime() % windowMs)) / 1000)
}

const storedSubject = (subject: string, { name }: Window): string => `${name}:${sha256Hex(subject).slice(0, 32)}`

/** Counts one use of `subject`, and answers how many there were in this window. */
export async function countUse(context: Counter, subject: string, window: Window): Promise<number> {
  const values = [storedSubject(subject, window), windowAt(context.machineNow(), window.windowMs)]
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
  if (!(await withinLimit(context, subject, limit))) throw tooOften(context, limit)
}

/** For what is counted when it has gone wrong: refuses once it went wrong that often, and counts nothing itself. */
export async function requireBelowLimit(context: Counter, subject: string, limit: Limit): Promise<void> {
  const windowStart = windowAt(context.machineNow(), limit.windowMs)
  const row = await context.db.rateWindow.findUnique({
    where: { subject_windowStart: { subject: storedSubject(subject, limit), windowStart } },
    select: { count: true },
  })
  if (row && row.count >= limit.count) throw tooOften(context, limit)
}

function tooOften({ machineNow }: Counter, { windowMs }: Limit): Problem {
  const seconds = secondsLeft(machineNow(), windowMs)
  return seconds < 90
    ? new Problem('RATE_LIMITED.seconds', { seconds }, { retryAfterSeconds: seconds })
    : new Problem('RATE_LIMITED.minutes', { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
}
