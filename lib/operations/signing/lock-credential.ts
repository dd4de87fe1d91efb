// Locks a credential for good: only a new check of identity leads to a new key.

import type { Context, Tx } from '../kernel/context'
import { shredFaces } from '../verification/kept-face'
import { voidActivations } from './void-activations'

export async function lockCredential(context: Context, tx: Tx, credentialId: string): Promise<void> {
  await tx.credential.update({ where: { id: credentialId }, data: { lockedAt: context.now() } })
  await voidActivations(tx, { credentialId })
  // No selfie is asked for a key that signs no more.
  await shredFaces(tx, [credentialId])
}
