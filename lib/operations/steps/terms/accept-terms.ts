// Accepts the texts that stand before the journey, and those that stand before the identity check; evidence holds their digests.

import type { Context, SignerCaller } from '../../kernel/context'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { asShown, keepTexts } from '../../legal-texts/shown-text'
import { issuanceTexts, termsTexts } from '../../legal-texts/legal-texts'
import { requireShown, textFacts } from '../../journey/texts-at'

export async function acceptTerms(context: Context, caller: SignerCaller, { texts }: { texts: readonly string[] }): Promise<void> {
  const guard = guardOf('terms')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const shown = termsTexts(textFacts(context, arrived))
  requireShown(shown, texts)
  await keepTexts(context, shown)
  await actAt(context, caller, guard, async () => [{ type: 'terms_accepted', signer: caller.signerId, texts: shown.map(asShown) }])
}

export async function acceptIssuanceTerms(context: Context, caller: SignerCaller, { texts }: { texts: readonly string[] }): Promise<void> {
  const guard = guardOf('issuance_terms')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const shown = issuanceTexts(textFacts(context, arrived))
  requireShown(shown, texts)
  await keepTexts(context, shown)
  await actAt(context, caller, guard, async () => [{ type: 'issuance_terms_accepted', signer: caller.signerId, texts: shown.map(asShown) }])
}
