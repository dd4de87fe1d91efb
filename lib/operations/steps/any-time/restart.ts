// Starts the journey again from the terms: approval and codes are void, the documents may be downloaded again, what was proven stays.

import { BEFORE_SIGNING } from '../../../domain/journey'
import type { Context, SignerCaller } from '../../kernel/context'
import { actAt } from '../../journey/act-at'

export async function restart(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, { at: BEFORE_SIGNING }, async ({ signer, row }, tx) => {
    // A second press has nothing to restart.
    if (!signer.said.includes('terms_accepted')) return []
    await tx.activation.updateMany({ where: { signerId: row.id, state: 'open' }, data: { state: 'void', codeMac: null } })
    return [{ type: 'journey_restarted', signer: row.id }]
  })
}
