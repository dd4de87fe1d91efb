// Refuses an act of signing with a certificate that its holder has revoked meanwhile, and says so: to the signer it would otherwise look as if
// they had never had one.

import { Problem } from '../../domain/problem'
import { revocationReason } from '../../domain/space'
import { ActivationState } from '../../generated/prisma/enums'
import { isWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'

/** Throws for a certificate that this signer has made, or has begun to sign with; of others it says nothing. What was signed stays signed. */
export async function refuseRevoked(
  context: Context,
  signerId: string,
  which: { credential: string } | { activation: string },
): Promise<void> {
  const named =
    'credential' in which
      ? { id: which.credential, OR: [{ signerId }, { activations: { some: { signerId } } }] }
      : { activations: { some: { id: which.activation, signerId, state: { in: [ActivationState.open, ActivationState.void] } } } }
  const row = await context.db.credential.findFirst({ where: { ...named, revokedAt: { not: null } } })
  if (!row?.revokedAt || !isWhole(context, 'credential', row)) return
  const day = row.revokedAt.toISOString().slice(0, 10)
  throw new Problem('CREDENTIAL_LOCKED.revoked', { day, reason: revocationReason(row.revocationReason) })
}
