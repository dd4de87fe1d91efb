// Says who is calling: finds the API key of a request by its SHA-256 and refuses missing, unknown and revoked keys.

import { createHash } from 'node:crypto'
import { constantTimeEqual } from '../crypto/activation'
import type { Mode } from '../domain/event'
import { Problem } from '../domain/problem'
import type { ApiCaller, Context } from '../operations/context'

export type Scope =
  | 'documents:write' | 'documents:read' | 'requests:write' | 'requests:read' | 'webhooks:write' | 'webhooks:read' | 'sandbox:write'

const KEY = /^qsh_(test|live)_[A-Za-z0-9]{32}$/
const SEEN_EVERY_MS = 60_000

/** `X-API-Key: qsh_test_…`, or `Authorization: Bearer qsh_test_…` beside it. */
export function keyOf(headers: Headers): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  return headers.get('x-api-key')?.trim() ?? bearer ?? null
}

export async function authenticate(context: Context, key: string | null): Promise<ApiCaller & { scopes: readonly string[] }> {
  if (key === null || key === '') {
    throw new Problem('UNAUTHENTICATED', 'No API key was sent. Send your key in the X-API-Key header.')
  }
  const hash = createHash('sha256').update(key).digest('hex')
  // Guessing a 190-bit key is hopeless, and looking up by hash leaks nothing about near misses; the comparison stays constant in time.
  const row = KEY.test(key) ? await context.db.apiKey.findUnique({ where: { hash }, include: { tenant: true } }) : null
  if (!row || !constantTimeEqual(row.hash, hash)) {
    throw new Problem('UNAUTHENTICATED', 'This API key is not known. Check that it was copied whole and belongs to this installation.')
  }
  if (row.revokedAt) {
    const day = row.revokedAt.toISOString().slice(0, 10)
    throw new Problem('UNAUTHENTICATED', `This API key, ending in ${row.last4}, was revoked on ${day}. Use another key.`)
  }
  await seen(context, row.id)
  return { tenantId: row.tenantId, mode: modeOf(row.mode), apiKeyId: row.id, plan: row.tenant.plan, scopes: row.scopes }
}

/** An empty list of scopes is a key that may do everything. */
export function requireScope(caller: { scopes: readonly string[] }, scope: Scope): void {
  if (caller.scopes.length === 0 || caller.scopes.includes(scope)) return
  throw new Problem('FORBIDDEN', `This API key does not carry the scope ${scope}. Use a key that does.`)
}

async function seen(context: Context, apiKeyId: string): Promise<void> {
  const now = context.now()
  const stale = new Date(now.getTime() - SEEN_EVERY_MS)
  await context.db.apiKey.updateMany({
    where: { id: apiKeyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] }, data: { lastUsedAt: now },
  })
}

function modeOf(mode: string): Mode {
  return mode === 'live' ? 'live' : 'test'
}
