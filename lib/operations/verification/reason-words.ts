// The words for a coded reason why an identity was not confirmed, and what helps.

import type { RejectionReason } from '../../domain/decision'
import type { ReasonCode } from '../../identity/reasons'
import { catalogue, type Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'

export const NAME_MISMATCH = 'NAME_MISMATCH'

type Worded = ReasonCode | RejectionReason | typeof NAME_MISMATCH | 'TRIES_USED' | 'OTHER'

/** A reason code without words here, from another provider, gets general ones. */
export function reasonWords(language: Language, reason: string): { message: string; advice: string } {
  const say = wording(language, 'identity')
  const worded = Object.hasOwn(catalogue(language).identity, reason) ? (reason as Worded) : 'OTHER'
  return { message: say(`${worded}.message`), advice: say(`${worded}.advice`) }
}
