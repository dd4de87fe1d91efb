// The code of an act of signing in test mode: begun and sent as the page does it, and read out of the outbox as the person reads their phone.

import { placeName } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import type { Activation } from '../../../generated/prisma/client'
import type { Context, SignerCaller } from '../../kernel/context'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { standing, type Journey } from '../../journey/standing'
import { isOpen, triesLeft, TRIES_PER_CODE } from '../../signing/limits-of-signing'
import { resendCode } from '../../steps/sign/resend-code'
import { startSigning } from '../../steps/sign/start-signing'
import { codeInOutbox } from './code-in-outbox'

/** One that PIN and code would still be taken for; null when there is none, or its tries are used up. */
export async function runningCode(context: Context, journey: Journey): Promise<string | null> {
  const running = await runningActivation(context, journey)
  return running && isCodeAlive(running) ? codeInOutbox(context, journey.row.id, 'signing_code') : null
}

/** What runs goes on; else it is begun, within the limits that hold for people. Answers what `sign` needs. */
export async function beginSigning(
  context: Context,
  caller: SignerCaller,
  credential: UsableCredential,
): Promise<{ activation: string; code: string }> {
  await startSigning(context, caller, { credential: credential.row.id })
  const activation = await runningActivation(context, await standing(context, context.db, caller.signerId))
  if (!activation) throw new Problem('STATE_CONFLICT.act_over')
  if (!isCodeAlive(activation)) await resendCode(context, caller, { activation: activation.id })
  return { activation: activation.id, code: await codeInOutbox(context, caller.signerId, 'signing_code') }
}

const isCodeAlive = ({ codeTries }: Activation) => codeTries < TRIES_PER_CODE

async function runningActivation(context: Context, { row, place, credentials }: Journey): Promise<Activation | null> {
  if (placeName(place) !== 'sign') return null
  const activation = await context.db.activation.findFirst({ where: { signerId: row.id, state: 'open' }, orderBy: { createdAt: 'desc' } })
  const credential = credentials.find((one) => one.row.id === activation?.credentialId)
  return activation && credential && isOpen(activation, context.now()) && triesLeft(activation, credential.row) > 0 ? activation : null
}
