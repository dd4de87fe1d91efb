// Mails the verdict to a signer who has left the page, and in any case when no tries are left or a person decides, with what happens next.

import type { Context, Tx } from '../kernel/context'
import { activeSession } from '../access/session'
import { verificationDecidedMail, verificationDoneMail, verificationReferredMail, verificationStuckMail } from '../messages/identity'
import { letterTo, send } from '../messages/letter'
import { reasonWords } from './reason-words'

const STILL_THERE_MS = 60_000

/** In any case, because this may take days: the signer closes the page, and finds the link again in the mail. */
export async function tellReferred(context: Context, tx: Tx, signerId: string): Promise<void> {
  const letter = await letterTo(context, tx, signerId)
  await send(context, tx, letter, 'verification_referred', verificationReferredMail(letter))
}

/** `isStuck`: only the requester can help now. */
type Told = { reason: string | null; isStuck: boolean }

/** In any case: the person who decides does not know whether the signer is there. */
export async function tellDecision(context: Context, tx: Tx, signerId: string, { reason, isStuck }: Told): Promise<void> {
  const letter = await letterTo(context, tx, signerId)
  const words = reason === null ? null : reasonWords(letter.language, reason)
  if (words !== null && isStuck) await send(context, tx, letter, 'verification_stuck', verificationStuckMail(letter, words))
  else await send(context, tx, letter, 'verification_decided', verificationDecidedMail(letter, words))
}

export async function tellVerdict(context: Context, tx: Tx, signerId: string, { reason, isStuck }: Told): Promise<void> {
  const letter = await letterTo(context, tx, signerId)
  if (reason !== null && isStuck) {
    await send(context, tx, letter, 'verification_stuck', verificationStuckMail(letter, reasonWords(letter.language, reason)))
    return
  }
  const session = await activeSession(context, tx, signerId)
  if (session && context.machineNow().getTime() - session.lastSeenAt.getTime() < STILL_THERE_MS) return
  await send(context, tx, letter, 'verification_done', verificationDoneMail(letter, { passed: reason === null }))
}
