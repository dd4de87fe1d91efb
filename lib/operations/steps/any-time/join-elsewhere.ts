// A screen that waits is to go on: the person types the code here that their present screen shows. A stranger's screen does not know it, so
// it takes part in nothing and is in nobody's way, however many there are.

import type { SignerCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { isCodeOf, joinedBy, liveOffer } from '../../kernel/presence-offer'
import { lockedStanding } from '../../journey/act-at'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { keepProfile } from '../../kernel/profile'

const TRIES = { name: 'join-elsewhere', count: 10, windowMs: 3_600_000 }
/** Whoever opens more sessions has no more tries. A wrong one ends no offer: strangers could end them all. */
const TRIES_OF_CLIENT = { name: 'join-elsewhere-client', count: 20, windowMs: 3_600_000 }

export async function joinElsewhere(context: Context, caller: SignerCaller, { code }: { code: string }): Promise<void> {
  const { signerId, sessionId, client = '' } = caller
  requirePermission(caller, 'journey:read')
  await requireWithinLimit(context, sessionId, TRIES)
  await requireWithinLimit(context, JSON.stringify([signerId, client]), TRIES_OF_CLIENT)
  await context.db.$transaction(async (tx) => {
    const { row, profile } = await lockedStanding(context, tx, signerId)
    const offer = liveOffer(context, profile)
    if (!offer || offer.from === sessionId || !isCodeOf(offer, code)) throw new Problem('SCREEN_CODE_WRONG.code').at(['code'])
    // The same code, sent twice.
    if (offer.joined?.by === sessionId) return
    if (offer.joined) throw new Problem('SCREEN_CODE_WRONG.joined').at(['code'])
    await keepProfile(context, tx, row, { ...profile, presenceOffer: joinedBy(offer, sessionId) })
  })
}
