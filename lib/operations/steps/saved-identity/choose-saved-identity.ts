// The signer says with which identity of before they sign, or that they want a new check. Nothing is revoked by either, and starting over asks
// again; at the act of signing another one can still be chosen. Where the check of that identity is too old, the selfie that is asked for begins
// with the choice.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { agedOf } from '../../credentials/age-of-check'
import { refuseRevoked } from '../../credentials/refuse-revoked'
import { actAt, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import type { Context, Tx } from '../../kernel/context'
import { voidActivations } from '../../signing/void-activations'
import { begunStepUp } from '../step-up/start-step-up'
import { otherCertificates } from './other-certificates'

/** `credential`: null for a new check. */
export async function chooseSavedIdentity(
  context: Context,
  caller: SignerCaller,
  { credential }: { credential: string | null },
): Promise<void> {
  const guard: Guard = {
    at: credential === null ? ['saved_identity', 'step_up'] : ['saved_identity', 'step_up', 'sign'],
    already: ({ signer }) => (credential === null ? signer.proven.length === 0 : signer.chosen === credential),
  }
  if (credential !== null) await refuseRevoked(context, caller.signerId, { credential })
  await actAt(context, caller, guard, async (journey, tx) => {
    const { row, signer } = journey
    const chosen = { type: 'saved_identity_chosen', signer: row.id, credential } as const
    if (credential === null) return [chosen]
    // Pressed twice.
    if (signer.chosen === credential) return []
    const known = (await proven(context, tx, journey)).find((one) => one.row.id === credential)
    if (!known) throw new Problem('CREDENTIAL_LOCKED.unusable')
    // Codes of another certificate sign nothing any more.
    await voidActivations(tx, { signerId: row.id, credentialId: { not: credential } })
    // A selfie that was good before a restart still is.
    const isAged = (await agedOf(context, tx, journey.request.tenant, [known], journey.circumstances.now)).length > 0
    const isDue = isAged && signer.stepUp?.credential !== credential
    const begun = isDue ? await begunStepUp(context, tx, journey, known) : null
    return begun ? [chosen, begun] : [chosen]
  })
}

/** Where one is chosen already, the journey knows that one alone. */
async function proven(context: Context, tx: Tx, journey: Journey) {
  const others = await otherCertificates(context, tx, journey)
  return [...journey.credentials, ...others.filter(({ row }) => journey.signer.proven.includes(row.id))]
}
