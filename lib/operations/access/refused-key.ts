// Keys that open nothing any more: revoked, expired, or of an organisation that was suspended.

import { Problem } from '../../domain/problem'
import type { ApiKey, Tenant } from '../../generated/prisma/client'

/** Why a key that is known opens nothing; null where it does. */
export function refusalOf(
  { last4, revokedAt, expiresAt, suspendedAt }: Pick<ApiKey, 'last4' | 'revokedAt' | 'expiresAt'> & Pick<Tenant, 'suspendedAt'>,
  now: Date,
): Problem | null {
  const day = (moment: Date): string => moment.toISOString().slice(0, 10)
  if (revokedAt) return new Problem('UNAUTHENTICATED.revoked_key', { last4, day: day(revokedAt) })
  if (expiresAt && expiresAt <= now) return new Problem('UNAUTHENTICATED.expired_key', { last4, day: day(expiresAt) })
  return suspendedAt ? new Problem('UNAUTHENTICATED.suspended') : null
}
