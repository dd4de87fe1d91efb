// The person who made the selfie wants to go on at another of their screens: this one shows a code to be typed there.

import type { SignerCaller } from '../../../domain/caller'
import { BEFORE_SIGNING } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import { isPresent, presenceMatters } from '../../../domain/steps'
import type { SignerState } from '../../../domain/signer-state'
import { newOffer } from '../../kernel/presence-offer'
import { actAt } from '../../journey/act-at'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { keepProfile } from '../../kernel/profile'

/** Of each, the two digits are typed once. */
const OFFERS = { name: 'offer-elsewhere', count: 10, windowMs: 3_600_000 }

/** An offer of before is void, and so is the screen that has joined it. */
export async function offerElsewhere(context: Context, caller: SignerCaller): Promise<void> {
  await requireWithinLimit(context, caller.sessionId, OFFERS)
  await actAt(context, caller, { at: BEFORE_SIGNING }, async ({ row, profile, signer }, tx) => {
    requirePresence(signer)
    await keepProfile(context, tx, row, { ...profile, presenceOffer: newOffer(context, caller.sessionId) })
    return []
  })
}

/** Nobody else can let a screen go on. */
export function requirePresence(signer: SignerState): void {
  if (presenceMatters(signer) && !isPresent(signer)) throw new Problem('STATE_CONFLICT.other_device_made_selfie')
}
