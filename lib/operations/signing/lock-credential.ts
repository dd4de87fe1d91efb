// Locks a credential for good: only a new check of identity leads to a new key (standards 9.1).

import type { Context, Tx } from '../kernel/context'

export async function lockCredential(context: Context, tx: Tx, credentialId: string): Promise<void> {
  await tx.credential.update({ where: { id: credentialId }, data: { lockedAt: context.now() } })
  await tx.activation.updateMany({ where: { credentialId, state: 'open' }, data: { state: 'void', codeMac: null } })
}
