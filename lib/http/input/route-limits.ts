// The one table of our routes: how often one address may ask each of them, and how many bytes of a stranger's body each reads at most.

import type { Context } from '../../operations/kernel/context'
import { requireWithinLimit, windowAt } from '../../operations/kernel/limits'
import { addressOf } from './client-address'
import { LARGEST_SIGNED_FILE } from './uploaded-file'

const MINUTE = 60_000
export const KILOBYTE = 1024
/** Pages take forms and arguments of server actions; start.ts has longer ones refused. Uploads go to routes that stream and limit them. */
export const PAGE_BODY = 16 * KILOBYTE
/** Words of a person, or a handful of settings. */
const SMALL = 16 * KILOBYTE
/** 2,000 characters, of which one may take many bytes. */
const MESSAGE = 96 * KILOBYTE
/** The files of a chip (domain/chip.ts) as base64. */
const CHIP = 384 * KILOBYTE

/**
 * Who counts: `everywhere` means all processes together, in the database; `here` means each process in its memory, for what has to answer
 * while the database does not, and for pages; `quota` means the quota of the API, by key or by address (http/api/admission.ts).
 */
type Counted = { counted: 'everywhere' | 'here'; count: number; windowMs: number; perLink?: number } | { counted: 'quota' }
/**
 * `count`: by address, behind which may be a whole office. `perLink`: by address and signer's link, never by the link alone: whoever else has
 * it would keep its signer out. `body`: bytes. Files that a caller with a key or a session sends are limited where they are
 * staged, a file inside of JSON too.
 */
export type RouteLimits = Counted & { body: number }

const everywhere = (count: number, body = 0, other: { windowMs?: number; perLink?: number } = {}): RouteLimits => ({
  counted: 'everywhere',
  count,
  windowMs: MINUTE,
  body,
  ...other,
})
const here = (count: number, body = 0): RouteLimits => ({ counted: 'here', count, windowMs: MINUTE, body })

const quota = (body: number): RouteLimits => ({ counted: 'quota', body })

/** What is below an address has its limits, unless a longer one is listed. `*` stands for one part, such as an id or a token. */
export const ROUTE_LIMITS: Readonly<Record<string, RouteLimits>> = {
  '/v1': quota(SMALL),
  '/v1/sandbox/chips': quota(CHIP),
  // 400 fields, each with a text or a name of the document.
  '/v1/signature-requests': quota(512 * KILOBYTE),
  // Metadata, an anchor and some lines, beside the document.
  '/v1/signatures': quota(64 * KILOBYTE),
  '/v1/signatures/*': quota(SMALL),
  '/v1/signature-requests/*': quota(SMALL),
  '/v1/signature-requests/*/signers': quota(64 * KILOBYTE),
  '/v1/signature-requests/*/signers/*': quota(SMALL),
  '/v1/signature-requests/*/signers/*/messages': quota(MESSAGE),
  '/v1/signature-requests/*/signers/*/verification/chip': quota(CHIP),
  '/api/auth': everywhere(300, SMALL),
  '/api/console': everywhere(600),
  // Asked twice a second while a conversation is open, by each of an office.
  '/api/console/requests/*/signers/*/messages': everywhere(6000, MESSAGE),
  '/api/journey': everywhere(6000, KILOBYTE),
  // Twenty documents with their digests, ten given names, or a reason in words.
  '/api/journey/*/acts': everywhere(6000, SMALL),
  '/api/journey/*/messages': everywhere(12_000, MESSAGE),
  '/api/journey/*/renew': everywhere(100, PAGE_BODY, { windowMs: 10 * MINUTE, perLink: 10 }),
  '/api/language': everywhere(600, KILOBYTE),
  '/api/outbox': everywhere(3000),
  '/api/space': everywhere(1200, SMALL),
  '/api/space/link': everywhere(60, KILOBYTE, { windowMs: 10 * MINUTE }),
  '/api/space/open': everywhere(120, KILOBYTE, { windowMs: 10 * MINUTE }),
  // A signature of RSA with its data, in base64url.
  '/api/space/sign-in': everywhere(240, 8 * KILOBYTE, { windowMs: 10 * MINUTE }),
  '/api/status': everywhere(600),
  // Each may keep a worker busy for seconds.
  '/api/verify': everywhere(30, LARGEST_SIGNED_FILE),
  '/console': everywhere(600, PAGE_BODY),
  '/health': here(600),
  '/health/live': here(6000),
  '/llms.txt': here(600, PAGE_BODY),
  '/llms-full.txt': here(600, PAGE_BODY),
  // The requests of OCSP and time-stamping clients have a few hundred octets.
  '/pki': everywhere(300, 16 * KILOBYTE),
  '/pki/tsa': everywhere(120, 16 * KILOBYTE),
  '/r': here(600, PAGE_BODY),
  '/s': here(600, PAGE_BODY),
  '/s/*/open': everywhere(600, PAGE_BODY, { windowMs: 10 * MINUTE, perLink: 60 }),
  // Each draws a page.
  '/s/*/page-1': everywhere(300, 0, { windowMs: 10 * MINUTE, perLink: 60 }),
  '/s/*/renew': everywhere(100, PAGE_BODY, { windowMs: 10 * MINUTE, perLink: 10 }),
  '/space': here(1200, PAGE_BODY),
}

/** The address in the table under which a path falls; null where there is none. */
export function routeOf(path: string): { route: string; limits: RouteLimits } | null {
  const parts = path.split('/')
  for (let length = parts.length; length > 1; length--) {
    const found = Object.entries(ROUTE_LIMITS).find(([route]) => matches(route.split('/'), parts.slice(0, length)))
    if (found) return { route: found[0], limits: found[1] }
  }
  return null
}

const matches = (route: readonly string[], parts: readonly string[]): boolean =>
  route.length === parts.length && route.every((part, index) => part === '*' || part === parts[index])

const pathOf = (request: Request): string => new URL(request.url).pathname

/** Bytes. */
export function bodyLimitOf(request: Request): number {
  return routeOf(pathOf(request))?.limits.body ?? 0
}

/** Counts a request where the table says `everywhere`. Throws RATE_LIMITED. */
export async function requireRouteLimit(context: Context, request: Request): Promise<void> {
  const path = pathOf(request)
  const found = routeOf(path)
  if (found?.limits.counted !== 'everywhere') return
  const { route, limits } = found
  const { count, windowMs, perLink } = limits
  const address = addressOf(request.headers)
  // First, so that what one link is refused takes nothing from the others behind this address.
  if (perLink !== undefined) await requireWithinLimit(context, `${address} ${path}`, { name: `link ${route}`, count: perLink, windowMs })
  await requireWithinLimit(context, address, { name: `route ${route}`, count, windowMs })
}

type CountedHere = { window: number; counts: Map<string, number> }
const countedHere = new Map<string, CountedHere>()
/** Addresses beyond these share one count until the window ends, so that inventing addresses fills no memory. */
const MOST_ADDRESSES = 20_000
const THE_REST = ''

/** Counts a request where the table says `here`. Seconds until the next window when there were too many; else null. */
export function secondsToWaitHere(request: Request, now: Date): number | null {
  const found = routeOf(pathOf(request))
  if (found?.limits.counted !== 'here') return null
  const { count, windowMs } = found.limits
  const window = windowAt(now, windowMs).getTime()
  const known = countedHere.get(found.route)
  const { counts } = known?.window === window ? known : { counts: new Map<string, number>() }
  countedHere.set(found.route, { window, counts })
  const address = addressOf(request.headers)
  const counted = counts.has(address) || counts.size < MOST_ADDRESSES ? address : THE_REST
  const used = (counts.get(counted) ?? 0) + 1
  counts.set(counted, used)
  return used > count ? Math.ceil((window + windowMs - now.getTime()) / 1000) : null
}
