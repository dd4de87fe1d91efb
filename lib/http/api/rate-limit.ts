// The quota of the API: requests in fixed windows of one minute, shared by all processes, and the headers that say what is left of it.

import { Problem } from '../../domain/problem'
import type { Plan } from '../../generated/prisma/client'
import type { Context } from '../../operations/kernel/context'
import { countUse, windowAt } from '../../operations/kernel/limits'
import { addressOf } from '../input/client-address'

type KeylessTier = 'public' | 'anonymous'
type Tier = Plan | KeylessTier
/**
 * Requests per minute by tier: the plans; `public` for paths that need no key; `anonymous` for requests without a valid key, so that
 * guessing keys is slow and takes nothing from other callers.
 */
const TIERS: Record<Tier, number> = { startup: 1000, business: 5000, enterprise: 20_000, public: 600, anonymous: 100 }
export const QUOTA_WINDOW_MS = 60_000

export type Quota = { tier: Tier; limit: number; remaining: number; resetsAt: Date; exceeded: boolean }

/** `agreed`: what was agreed with a tenant instead of the tier's limit. `used`: this request included. */
export function quotaOf(tier: Tier, agreed: number | null, used: number, now: Date): Quota {
  const limit = agreed ?? TIERS[tier]
  return {
    tier,
    limit,
    remaining: Math.max(0, limit - used),
    resetsAt: new Date(windowAt(now, QUOTA_WINDOW_MS).getTime() + QUOTA_WINDOW_MS),
    exceeded: used > limit,
  }
}

/** Counts a request without a key, by the client's address. Requests of another `name` are counted apart. */
export async function countRequest(context: Context, headers: Headers, tier: KeylessTier, name: string = tier): Promise<Quota> {
  const used = await countUse(context, addressOf(headers), { name, windowMs: QUOTA_WINDOW_MS })
  return quotaOf(tier, null, used, context.machineNow())
}

/** `X-RateLimit-*`, and the fields of the IETF draft "RateLimit header fields for HTTP" beside them. */
export function quotaHeaders(quota: Quota, now: Date): Record<string, string> {
  const seconds = secondsUntil(quota.resetsAt, now)
  return {
    'x-ratelimit-limit': String(quota.limit),
    'x-ratelimit-remaining': String(quota.remaining),
    'x-ratelimit-reset': String(Math.ceil(quota.resetsAt.getTime() / 1000)),
    'x-ratelimit-tier': `"${quota.tier}"`,
    'ratelimit-policy': `"${quota.tier}";q=${quota.limit};w=${QUOTA_WINDOW_MS / 1000}`,
    ratelimit: `"${quota.tier}";r=${quota.remaining};t=${seconds}`,
  }
}

/** The refusal when the limit is exceeded, else null. */
export function refusalWhenExceeded({ exceeded, limit, resetsAt }: Quota, now: Date): Problem | null {
  if (!exceeded) return null
  const seconds = secondsUntil(resetsAt, now)
  return new Problem(
    'RATE_LIMITED.quota',
    { limit, seconds },
    {
      retryAfterSeconds: seconds,
    },
  )
}

function secondsUntil(moment: Date, now: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000))
}
