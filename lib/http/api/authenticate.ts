// Authenticates the caller: finds the API key of a request by its SHA-256 and refuses missing, unknown and revoked keys.

import { constantTimeEqual } from '../../crypto/activation'
import { sha256Hex } from '../../crypto/algorithms'
import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import type { Plan } from '../../generated/prisma/client'
import { callerOfKey, type KeyCaller } from '../../domain/caller'
import { isWhole } from '../../operations/kernel/bound-rows'
import type { Context } from '../../operations/kernel/context'
import { refusalOf } from '../../operations/access/refused-key'
import { loadedFrom, requestAsJson, type LoadedRequest, type StoredRequest } from '../../operations/requests/load-requests'

const KEY = /^qsh_(test|live)_[A-Za-z0-9]{32}$/
const SEEN_EVERY_MS = 60_000

/** `X-API-Key: qsh_test_…`, or `Authorization: Bearer qsh_test_…` beside it. */
export function keyOf(headers: Headers): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  return headers.get('x-api-key')?.trim() ?? bearer ?? null
}

/**
 * `used`: uses of the key in the window, this one included. `agreed`: the tenant's own limit per minute. `request`: the requested signature
 * request, if the key may read it.
 */
export type Known = { caller: KeyCaller; used: number; agreed: number | null; request: LoadedRequest | null }
/** `window`: the beginning of the window in which the use is counted. `request`: the id of a signature request to be read as well. */
export type Asking = { window?: Date; request?: string }

export async function authenticate(context: Context, key: string | null): Promise<KeyCaller> {
  return (await identify(context, key)).caller
}

/** Finds the key, counts its use and reads the signature request in one statement: many requests need no other (decisions/0005). */
export async function identify(context: Context, key: string | null, { window, request }: Asking = {}): Promise<Known> {
  if (key === null || key === '') {
    throw new Problem('UNAUTHENTICATED.no_key')
  }
  const hash = sha256Hex(key)
  // Guessing a 190-bit key is hopeless, and looking up by hash leaks nothing about near misses; the comparison stays constant in time.
  // Keys are not cached: every process refuses a revoked key from that moment on.
  const [row] = KEY.test(key) ? await find(context, hash, window?.toISOString() ?? null, request) : []
  if (!row || !constantTimeEqual(row.hash, hash) || !isWhole(context, 'apiKey', row) || !isWhole(context, 'tenant', tenantOf(row))) {
    throw new Problem('UNAUTHENTICATED.unknown_key')
  }
  const refusal = refusalOf(row, context.machineNow())
  if (refusal) throw refusal
  await seen(context, row)
  return {
    caller: callerOfKey(row),
    used: row.used ?? 0,
    agreed: row.requestsPerMinute,
    request: row.request ? loadedFrom(row.request) : null,
  }
}

const tenantOf = ({ tenantId: id, name, color, minimumAge, stepUpAfterDays, suspendedAt, tenantMac: mac }: KeyRow) => ({
  ...{ id, name, color, minimumAge, stepUpAfterDays, suspendedAt },
  mac,
})

type KeyRow = {
  id: string
  tenantId: string
  mode: Mode
  scopes: string[]
  hash: string
  mac: string | null
  last4: string
  lastUsedAt: Date | null
  revokedAt: Date | null
  expiresAt: Date | null
  name: string
  color: string | null
  minimumAge: number | null
  stepUpAfterDays: number | null
  suspendedAt: Date | null
  tenantMac: string | null
  plan: Plan
  requestsPerMinute: number | null
  used: number | null
  request?: StoredRequest | null
}

function find(context: Context, hash: string, window: string | null, request: string | undefined): Promise<KeyRow[]> {
  return request === undefined ? context.statement(KEY_ALONE, [hash, window]) : context.statement(KEY_AND_REQUEST, [hash, window, request])
}

const findAndCount = (more: string): string => `
    WITH "found" AS (
      SELECT k."id", k."tenantId", k."mode", k."scopes", k."hash", k."mac", k."last4", k."lastUsedAt", k."revokedAt", k."expiresAt",
        t."name", t."color", t."minimumAge", t."stepUpAfterDays", t."suspendedAt", t."mac" AS "tenantMac", t."plan", coalesce(k."requestsPerMinute", t."requestsPerMinute") AS "requestsPerMinute"
      FROM "ApiKey" k JOIN "Tenant" t ON t."id" = k."tenantId" WHERE k."hash" = $1
    ), "counted" AS (
      INSERT INTO "RateWindow" ("subject", "windowStart", "count")
      SELECT 'key:' || "id", $2::timestamptz, 1 FROM "found" WHERE "revokedAt" IS NULL AND $2::timestamptz IS NOT NULL
      ON CONFLICT ("subject", "windowStart") DO UPDATE SET "count" = "RateWindow"."count" + 1
      RETURNING "count"
    )
    SELECT "found".*, "counted"."count" AS "used"${more} FROM "found" LEFT JOIN "counted" ON TRUE`
const KEY_ALONE = { name: 'api_key', quick: true, text: findAndCount('') }
const KEY_AND_REQUEST = {
  name: 'api_key_and_request',
  quick: true,
  text: findAndCount(
    `, (${requestAsJson('r."id" = $3 AND r."tenantId" = "found"."tenantId" AND r."mode" = "found"."mode" AND "found"."revokedAt" IS NULL')}) AS "request"`,
  ),
}

async function seen(context: Context, { id, lastUsedAt }: KeyRow): Promise<void> {
  const now = context.machineNow()
  const stale = new Date(now.getTime() - SEEN_EVERY_MS)
  if (lastUsedAt !== null && lastUsedAt >= stale) return
  await context.db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] },
    data: { lastUsedAt: now },
  })
}
