// Mails the verdict to a signer who has left the page, and in any case when no tries are left, with what happens next.

import type { Context, Tx } from '../kernel/context'
import { activeSession } from '../access/session'
import { verificationDoneMail, verificationStuckMail } from '../messages/identity'
import { letterTo, send } from '../messages/letter'
import { reasonWords } from './reason-words'

const STILL_THERE_MS = 60_000

type Told = { reason: string | null; attemptsLeft: number }

export async function tellVerdict(context: Context, tx: Tx, signerId: string, { reason, attemptsLeft }: Told): Promise<void> {
  const letter = await letterTo(context, tx, signerId)
  if (reason !== null && attemptsLeft === 0) {
    await send(context, tx, letter, 'verification_stuck', verificationStuckMail(letter, reasonWords(letter.language, reason)))
    return
  }
  const session = await activeSession(context, tx, signerId)
  if (session && context.machineNow().getTime() - session.lastSeenAt.getTime() < STILL_THERE_MS) return
  await send(context, tx, letter, 'verification_done', verificationDoneMail(letter, { passed: reason === null }))
}
