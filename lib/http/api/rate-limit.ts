// The quota of the API: requests in fixed windows of one minute, shared by all processes, and the headers that say what is left of it.

import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'

/**
 * Requests per minute by tier: the plans of specs 003; `public` for addresses that need no key; `anonymous` for whoever comes without a
 * valid key, so that guessing keys is slow and costs others nothing.
 */
const TIERS: Record<string, number> = { startup: 1000, business: 5000, enterprise: 20_000, public: 600, anonymous: 100 }
const WINDOW_MS = 60_000

export type Quota = { tier: string; limit: number; remaining: number; resetsAt: Date; exceeded: boolean }

/** The beginning of the window that `now` is in. */
export function windowAt(now: Date): Date {
  return new Date(now.getTime() - (now.getTime() % WINDOW_MS))
}

/** `agreed`: what was agreed with a tenant instead of the tier's limit. `used`: this request included. */
export function quotaOf(tier: string, agreed: number | null, used: number, now: Date): Quota {
  const limit = agreed ?? TIERS[tier] ?? TIERS['startup'] ?? 0
  return {
    tier,
    limit,
    remaining: Math.max(0, limit - used),
    resetsAt: new Date(windowAt(now).getTime() + WINDOW_MS),
    exceeded: used > limit,
  }
}

/** One statement, so that two processes never count the same request twice or lose one. */
const COUNT = {
  name: 'count_request',
  quick: true,
  text: `
    INSERT INTO "RateWindow" ("subject", "windowStart", "count") VALUES ($1, $2, 1)
    ON CONFLICT ("subject", "windowStart") DO UPDATE SET "count" = "RateWindow"."count" + 1
    RETURNING "count"`,
}

/** Counts a request that no key stands for. */
export async function countRequest(context: Context, subject: string, tier: string): Promise<Quota> {
  const now = context.machineNow()
  const [row] = await context.statement<{ count: number }>(COUNT, [subject, windowAt(now)])
  return quotaOf(tier, null, row?.count ?? 1, now)
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
    ratelimit: `"${quota.tier}";r=${quota.remaining};t=${seconds}`,
  }
}

/** The refusal, where there has to be one. */
export function refusalWhenExceeded({ exceeded, limit, resetsAt }: Quota, now: Date): Problem | null {
  if (!exceeded) return null
  const seconds = secondsUntil(resetsAt, now)
  return new Problem('RATE_LIMITED', `More than ${limit} requests in one minute. The next window begins in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  })
}

/** Addresses are personal data: they are counted by digest, and the row is swept within hours. */
export function anonymousSubject(headers: Headers): string {
  return `anonymous:${addressDigest(headers)}`
}

export function publicSubject(headers: Headers): string {
  return `public:${addressDigest(headers)}`
}

function addressDigest(headers: Headers): string {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'direct'
  return createHash('sha256').update(address).digest('hex').slice(0, 32)
}

function secondsUntil(moment: Date, now: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000))
}
