// Counts requests in fixed one-minute windows shared by all processes, and says in headers what is left (specs 003, "Rate limiting").

import { createHash } from 'node:crypto'
import { Problem } from '../domain/problem'
import type { Context } from '../operations/context'

/** Requests per minute by tier. `anonymous` is for whoever comes without a valid key: guessing keys is slow, and costs others nothing. */
const TIERS: Record<string, number> = { startup: 1000, business: 5000, enterprise: 20_000, anonymous: 100 }
const WINDOW_MS = 60_000
const KEPT_MS = 3_600_000

export type Quota = { tier: string; limit: number; remaining: number; resetsAt: Date; exceeded: boolean }

export async function countRequest(context: Context, subject: string, tier: string): Promise<Quota> {
  const limit = TIERS[tier] ?? TIERS['startup'] ?? 0
  const now = context.now().getTime()
  const windowStart = new Date(now - (now % WINDOW_MS))
  // One statement, so that two processes never count the same request twice or lose one.
  const rows = await context.db.$queryRaw<{ count: number }[]>`
    INSERT INTO "RateWindow" ("subject", "windowStart", "count") VALUES (${subject}, ${windowStart}, 1)
    ON CONFLICT ("subject", "windowStart") DO UPDATE SET "count" = "RateWindow"."count" + 1
    RETURNING "count"`
  const count = Number(rows[0]?.count ?? 1)
  if (count === 1) await context.db.rateWindow.deleteMany({ where: { windowStart: { lt: new Date(now - KEPT_MS) } } })
  return { tier, limit, remaining: Math.max(0, limit - count), resetsAt: new Date(windowStart.getTime() + WINDOW_MS), exceeded: count > limit }
}

/** The headers of specs 003, and those of the RateLimit header draft beside them. */
export function quotaHeaders(quota: Quota, now: Date): Record<string, string> {
  const seconds = secondsUntil(quota.resetsAt, now)
  return {
    'x-ratelimit-limit': String(quota.limit),
    'x-ratelimit-remaining': String(quota.remaining),
    'x-ratelimit-reset': String(Math.ceil(quota.resetsAt.getTime() / 1000)),
    'x-ratelimit-tier': `"${quota.tier}"`,
    'ratelimit-policy': `"${quota.tier}";q=${quota.limit};w=${WINDOW_MS / 1000}`,
    'ratelimit': `"${quota.tier}";r=${quota.remaining};t=${seconds}`,
  }
}

/** The refusal, where there has to be one. */
export function refusalWhenExceeded({ exceeded, limit, resetsAt }: Quota, now: Date): Problem | null {
  if (!exceeded) return null
  const seconds = secondsUntil(resetsAt, now)
  return new Problem('RATE_LIMITED', `More than ${limit} requests in one minute. The next window begins in ${seconds} s.`, { retryAfterSeconds: seconds })
}

/** Addresses are personal data: they are counted by digest, and the row goes after an hour. */
export function anonymousSubject(headers: Headers): string {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'direct'
  return `anonymous:${createHash('sha256').update(address).digest('hex').slice(0, 32)}`
}

function secondsUntil(moment: Date, now: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000))
}
