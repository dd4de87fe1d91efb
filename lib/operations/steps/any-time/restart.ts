// Starts the journey again from the terms: approval and codes are void, documents may be downloaded again, proofs of identity stay.

import { RESTARTABLE } from '../../../domain/journey'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt } from '../../journey/act-at'
import { voidActivations } from '../../signing/void-activations'

export async function restart(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, { at: RESTARTABLE }, async ({ signer, row }, tx) => {
    // Pressed twice: nothing is left to restart.
    if (!signer.said.includes('terms_accepted')) return []
    await voidActivations(tx, { signerId: row.id })
    return [{ type: 'journey_restarted', signer: row.id }]
  })
}
