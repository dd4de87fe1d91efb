// Accepts the texts that stand before the identity check; evidence holds their digests.

import type { SignerCaller } from '../../../domain/caller'
import { BIOMETRIC_CONSENT } from '../../../domain/signer-state'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { issuanceTexts } from '../../legal-texts/legal-texts'
import { acceptedAndNoted, keepTexts } from '../../legal-texts/shown-text'
import { requireShown, textFacts } from '../../journey/texts-at'

export async function acceptIssuanceTerms(
  context: Context,
  caller: SignerCaller,
  { texts, biometricConsent }: { texts: readonly string[]; biometricConsent: boolean },
): Promise<void> {
  const guard = guardOf('issuance_terms')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const read = issuanceTexts(textFacts(context, arrived))
  requireShown(read, texts)
  await keepTexts(context, read)
  const declined = biometricConsent ? [] : [BIOMETRIC_CONSENT]
  const named = acceptedAndNoted(read.map((text) => ({ ...text, notice: text.notice || declined.includes(text.id) })))
  await actAt(context, caller, guard, async () => [{ type: 'issuance_terms_accepted', signer: caller.signerId, ...named }])
}
