// The requester allows a signer who has used all tries of the identity check to try again, and the signer is told.

import { VERIFICATION_ATTEMPTS } from '../../domain/signer-state'
import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { append } from '../kernel/evidence'
import { standing } from '../journey/standing'
import { attemptsGrantedMail } from '../messages/identity'
import { letterTo, send } from '../messages/letter'
import { requireSigner } from '../kernel/refuse-deleted'
import { lockRequest } from '../kernel/lock-request'

export async function grantVerificationAttempts(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<{ attempts: number }> {
  await requireSigner(context, caller, { requestId, signerId })
  const attempts = VERIFICATION_ATTEMPTS
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, requestId)
    const { place } = await standing(context, tx, signerId)
    if (place.at !== 'waiting' || place.for !== 'help') {
      throw new Problem('STATE_CONFLICT.not_waiting_for_try')
    }
    await append(context, tx, requestId, [{ by: caller, fact: { type: 'verification_attempts_granted', signer: signerId, attempts } }])
    const letter = await letterTo(context, tx, signerId)
    await send(context, tx, letter, 'attempts_granted', attemptsGrantedMail(letter, { attempts }))
  })
  return { attempts }
}
