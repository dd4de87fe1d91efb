// The signer says with which identity of before they sign, or that they want a new check. Nothing is revoked by either, and starting over asks
// again.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { refuseRevoked } from '../../credentials/refuse-revoked'
import { actAt, type Guard } from '../../journey/act-at'
import type { Context } from '../../kernel/context'

/** `credential`: null for a new check. */
export async function chooseSavedIdentity(
  context: Context,
  caller: SignerCaller,
  { credential }: { credential: string | null },
): Promise<void> {
  const guard: Guard = {
    at: ['saved_identity'],
    already: ({ signer }) => (credential === null ? signer.proven.length === 0 : signer.chosen === credential),
  }
  if (credential !== null) await refuseRevoked(context, caller.signerId, { credential })
  await actAt(context, caller, guard, async ({ credentials, row }) => {
    if (credential !== null && !credentials.some((one) => one.row.id === credential)) throw new Problem('CREDENTIAL_LOCKED.unusable')
    return [{ type: 'saved_identity_chosen', signer: row.id, credential }]
  })
}
