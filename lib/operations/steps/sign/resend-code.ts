// Sends another code for the same activation; the one before stops working.

import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { unlessRefused } from '../../credentials/provider-credential'
import type { Challenge } from '../../../domain/signing-provider'
import { codeFor, leftByCodes } from '../../signing/code-of-act'
import { actAt, arriveAt, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { CODES_PER_ACTIVATION, RESEND_AFTER_MS } from '../../signing/limits-of-signing'
import { openActivation, type OpenActivation } from '../../signing/open-activation'
import { activationOf, openPrepared } from '../../signing/prepared-activation'
import { postCode, requireCodeAllowed } from './post-code'

export async function resendCode(context: Context, caller: SignerCaller, input: { activation: string }): Promise<void> {
  const guard: Guard = { at: ['sign'], already: ({ signer }) => signer.authorised === input.activation }
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const before = await resendable(context, context.db, arrived, input.activation)
  const { activation } = before
  await requireCodeAllowed(context, caller, arrived, before.credential?.row.id ?? arrived.row.id)
  const challenge = await anotherCode(context, arrived, before)
  await actAt(context, caller, guard, async (journey, tx) => {
    // Pressed twice: the second press comes too soon.
    const { codeSends, expiresAt } = (await resendable(context, tx, journey, activation.id)).activation
    const sends = codeSends + 1
    await tx.activation.update({
      where: { id: activation.id },
      data: { challenge: challenge.state, codeSentAt: context.now(), codeExpiresAt: expiresAt, codeSends: sends, codeTries: 0 },
    })
    await postCode(context, tx, journey, { to: before.to, by: caller, challenge })
    return [{ type: 'code_sent', signer: caller.signerId, activation: activation.id, sends }]
  })
}

async function anotherCode(context: Context, journey: Journey, { activation, credential }: OpenActivation): Promise<Challenge> {
  if (credential === null) {
    leftByCodes(journey)
    return codeFor(context, journey, activation)
  }
  const provider = context.signing(journey.mode)
  return unlessRefused(await provider.challenge(activationOf(activation, credential.row, openPrepared(context, activation))))
}

/** Throws a Problem when no other code may be sent for this activation now. */
async function resendable(context: Context, db: Tx, journey: Journey, id: string): Promise<OpenActivation> {
  const open = await openActivation(context, db, journey, { id })
  if (!open) throw new Problem('ACTIVATION_EXPIRED.code')
  const { activation } = open
  const waited = context.now().getTime() - (activation.codeSentAt?.getTime() ?? 0)
  if (waited < RESEND_AFTER_MS) {
    const seconds = Math.ceil((RESEND_AFTER_MS - waited) / 1000)
    throw new Problem(
      'RESEND_TOO_SOON.code',
      { seconds },
      {
        retryAfterSeconds: seconds,
      },
    )
  }
  if (activation.codeSends >= CODES_PER_ACTIVATION) {
    throw new Problem('RATE_LIMITED.codes')
  }
  return open
}
