// The offer of the present screen to let another one go on. Its code is typed on the other screen, whose two digits are typed back here: so
// each side has seen the other. It is kept in the sealed profile of the signer, one at a time.

import { randomInt } from 'node:crypto'
import { constantTimeEqual } from '../../crypto/activation'
import type { Context } from './context'

const LIVES_MS = 10 * 60_000

/** `from`: the session that offers. `joined`: the one screen on which the code was typed, and what it shows. The moment is RFC 3339. */
export type PresenceOffer = { from: string; code: string; expiresAt: string; joined?: { by: string; number: string } }
type Clock = Pick<Context, 'machineNow'>

/** Eight digits: whoever does not see this screen finds them once in a hundred million tries (decisions/0017). */
export function newOffer({ machineNow }: Clock, from: string): PresenceOffer {
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  return { from, code, expiresAt: new Date(machineNow().getTime() + LIVES_MS).toISOString() }
}

/** Null where there is none, or its time is over. */
export function liveOffer({ machineNow }: Clock, { presenceOffer }: { presenceOffer?: PresenceOffer }): PresenceOffer | null {
  return presenceOffer && Date.parse(presenceOffer.expiresAt) > machineNow().getTime() ? presenceOffer : null
}

/** The screen of this session has joined it. */
export function joinedBy(offer: PresenceOffer, by: string): PresenceOffer {
  return { ...offer, joined: { by, number: String(randomInt(10, 100)) } }
}

export const isCodeOf = (offer: PresenceOffer, code: string): boolean => constantTimeEqual(offer.code, code)
export const isNumberOf = ({ number }: { number: string }, typed: string): boolean => constantTimeEqual(number, typed)
