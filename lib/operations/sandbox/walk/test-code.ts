// Begins an act of signing in test mode as the page does, and reads its code from the outbox as a person reads it from their phone.

import { placeName } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import type { Activation } from '../../../generated/prisma/client'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { standing, type Journey } from '../../journey/standing'
import { TRIES_PER_CODE } from '../../signing/limits-of-signing'
import { openActivation } from '../../signing/open-activation'
import { resendCode } from '../../steps/sign/resend-code'
import { sendSigningCode } from '../../steps/sign/sign-by-code'
import { startSigning } from '../../steps/sign/start-signing'
import { codeInOutbox } from './code-in-outbox'

/** The code of the open activation; null when there is none, or its tries are used up. */
export async function runningCode(context: Context, journey: Journey): Promise<string | null> {
  const running = await runningActivation(context, journey)
  return running && isCodeAlive(running) ? codeInOutbox(context, journey.row.id, 'signing_code') : null
}

/** Uses the open activation or begins one, within the limits that hold for people. Answers what `sign` needs. */
export async function beginSigning(
  context: Context,
  caller: SignerCaller,
  credential: UsableCredential,
): Promise<{ activation: string; code: string }> {
  await startSigning(context, caller, { credential: credential.row.id })
  return codeOfRunning(context, caller)
}

/** The same where the code alone signs. */
export async function beginSigningByCode(context: Context, caller: SignerCaller): Promise<{ activation: string; code: string }> {
  await sendSigningCode(context, caller)
  return codeOfRunning(context, caller)
}

async function codeOfRunning(context: Context, caller: SignerCaller): Promise<{ activation: string; code: string }> {
  const activation = await runningActivation(context, await standing(context, context.db, caller.signerId, caller))
  if (!activation) throw new Problem('STATE_CONFLICT.act_over')
  if (!isCodeAlive(activation)) await resendCode(context, caller, { activation: activation.id })
  return { activation: activation.id, code: await codeInOutbox(context, caller.signerId, 'signing_code') }
}

const isCodeAlive = ({ codeTries }: Activation) => codeTries < TRIES_PER_CODE

async function runningActivation(context: Context, journey: Journey): Promise<Activation | null> {
  if (placeName(journey.place) !== 'sign') return null
  return (await openActivation(context, context.db, journey))?.activation ?? null
}
