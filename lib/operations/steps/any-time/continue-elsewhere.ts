// The person who made the selfie goes on at another of their screens: this device lets it, by the number that the other screen shows.
// Both sides take part, so nobody who only holds the link can take the presence.

import type { SignerCaller } from '../../../domain/caller'
import { BEFORE_SIGNING } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import { isPresent, presenceMatters } from '../../../domain/steps'
import { isScreenNumber } from '../../access/screen-number'
import { isAlive } from '../../access/session'
import { actAt } from '../../journey/act-at'
import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'

/** A number is guessed once in ninety tries. */
const TRIES = { name: 'continue-elsewhere', count: 10, windowMs: 3_600_000 }

export async function continueElsewhere(context: Context, caller: SignerCaller, { number }: { number: string }): Promise<void> {
  await requireWithinLimit(context, caller.sessionId, TRIES)
  await actAt(context, caller, { at: BEFORE_SIGNING }, async ({ signer }, tx) => {
    if (presenceMatters(signer) && !isPresent(signer)) throw new Problem('STATE_CONFLICT.other_device_made_selfie')
    const to = await screenOf(context, tx, caller, number)
    await changeBound(context, tx, 'session', { signerId: caller.signerId, active: true }, { active: false })
    await changeBound(context, tx, 'session', { id: to }, { active: true })
    return [{ type: 'presence_handed_over', signer: caller.signerId, from: caller.sessionId, to }]
  })
}

async function screenOf(context: Context, tx: Tx, { signerId, sessionId }: SignerCaller, number: string): Promise<string> {
  const sessions = await tx.session.findMany({ where: { signerId, id: { not: sessionId }, endedAt: null } })
  const [found, another] = sessions.filter(
    (session) => isAlive(context, session) && isScreenNumber(context, { signerId, sessionId: session.id }, number),
  )
  if (!found || another) throw new Problem('SCREEN_NUMBER_WRONG.number').at(['number'])
  return found.id
}
