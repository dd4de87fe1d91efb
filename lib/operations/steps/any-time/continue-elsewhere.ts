// The person lets the screen go on that has joined the offer of this one, by the two digits that it shows. They are typed once: another
// number ends the offer, and is told by the evidence.

import type { SignerCaller } from '../../../domain/caller'
import { BEFORE_SIGNING } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import { isNumberOf, liveOffer } from '../../kernel/presence-offer'
import { isAlive } from '../../access/session'
import { actAt } from '../../journey/act-at'
import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { keepProfile } from '../../kernel/profile'
import { requirePresence } from './offer-elsewhere'

export async function continueElsewhere(context: Context, caller: SignerCaller, { number }: { number: string }): Promise<void> {
  let isRight = false
  await actAt(context, caller, { at: BEFORE_SIGNING }, async ({ row, profile, signer }, tx) => {
    requirePresence(signer)
    const { presenceOffer: _, ...rest } = profile
    const offer = liveOffer(context, profile)
    if (offer?.from !== caller.sessionId || !offer.joined) throw new Problem('SCREEN_NUMBER_WRONG.no_screen').at(['number'])
    const to = offer.joined.by
    await keepProfile(context, tx, row, rest)
    isRight = isNumberOf(offer.joined, number) && (await isOpen(context, tx, to))
    if (isRight) {
      await changeBound(context, tx, 'session', { signerId: caller.signerId, active: true }, { active: false })
      await changeBound(context, tx, 'session', { id: to }, { active: true })
    }
    return [{ type: isRight ? 'presence_handed_over' : 'presence_refused', signer: caller.signerId, from: caller.sessionId, to }]
  })
  if (!isRight) throw new Problem('SCREEN_NUMBER_WRONG.number').at(['number'])
}

async function isOpen(context: Context, tx: Tx, id: string): Promise<boolean> {
  const session = await tx.session.findUnique({ where: { id } })
  return session !== null && isAlive(context, session)
}
