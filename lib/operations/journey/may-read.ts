// Which session is shown what belongs to the signer: one that only holds the link sees where the signer is, and nothing of theirs.

import type { SignerCaller } from '../../domain/caller'
import { isPresent, presenceMatters } from '../../domain/steps'
import type { Journey } from './standing'

type Here = Pick<Journey, 'place' | 'signer'>

/** What the place shows: to the active session, and where nothing is asked of anybody to each one. */
export function maySee({ place }: Here, { active }: Pick<SignerCaller, 'active'>): boolean {
  return active || place.at === 'closed' || (place.at === 'waiting' && place.for === 'turn')
}

/** What the person has said to others: once they have shown their face, to their own session alone. */
export function mayReadHere(here: Here, caller: Pick<SignerCaller, 'active'>): boolean {
  if (!maySee(here, caller)) return false
  return here.place.at === 'closed' || !presenceMatters(here.signer) || isPresent(here.signer)
}
