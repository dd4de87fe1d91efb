// Uses a certificate that was kept for this person, as they would: by the code to its phone.

import type { SignerCaller } from '../../../domain/caller'
import { ownUsable } from '../../journey/own-credentials'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { proveHolder, sendHolderCode } from '../../steps/details/holder-proof'
import { codeInOutbox } from './code-in-outbox'

/** False where there is none, or none would sign. */
export async function proveKept(context: Context, caller: SignerCaller, journey: Journey): Promise<boolean> {
  if (journey.circumstances.policy.signsWith !== 'own credential') return false
  if ((await ownUsable(context, context.db, journey)).length === 0) return false
  await sendHolderCode(context, caller)
  await proveHolder(context, caller, { code: await codeInOutbox(context, caller.signerId, 'holder_code') })
  return true
}
