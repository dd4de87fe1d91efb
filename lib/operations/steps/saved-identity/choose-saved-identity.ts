// The signer says with which identity of before they sign, or that they want a new check. Nothing is revoked by either, and starting over asks
// again. Where the check of that identity is too old, the selfie that is asked for begins with the choice.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { refuseRevoked } from '../../credentials/refuse-revoked'
import { actAt, type Guard } from '../../journey/act-at'
import type { Context } from '../../kernel/context'
import { begunStepUp } from '../step-up/start-step-up'

/** `credential`: null for a new check. */
export async function chooseSavedIdentity(
  context: Context,
  caller: SignerCaller,
  { credential }: { credential: string | null },
): Promise<void> {
  const guard: Guard = {
    at: ['saved_identity', 'step_up'],
    already: ({ signer }) => (credential === null ? signer.proven.length === 0 : signer.chosen === credential),
  }
  if (credential !== null) await refuseRevoked(context, caller.signerId, { credential })
  await actAt(context, caller, guard, async (journey, tx) => {
    const { credentials, row, circumstances, signer } = journey
    const chosen = { type: 'saved_identity_chosen', signer: row.id, credential } as const
    if (credential === null) return [chosen]
    // Pressed twice.
    if (signer.chosen === credential) return []
    const known = credentials.find((one) => one.row.id === credential)
    if (!known) throw new Problem('CREDENTIAL_LOCKED.unusable')
    // A selfie that was good before a restart still is.
    const isDue = circumstances.aged.includes(credential) && signer.stepUp?.credential !== credential
    const begun = isDue ? await begunStepUp(context, tx, journey, known) : null
    return begun ? [chosen, begun] : [chosen]
  })
}
