// Accepts the texts that stand before the journey; evidence holds their digests.

import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { acceptedAndNoted, keepTexts } from '../../legal-texts/shown-text'
import { termsTexts } from '../../legal-texts/legal-texts'
import { requireShown, textFacts } from '../../journey/texts-at'

export async function acceptTerms(context: Context, caller: SignerCaller, { texts }: { texts: readonly string[] }): Promise<void> {
  const guard = guardOf('terms')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const read = termsTexts(textFacts(context, arrived))
  requireShown(read, texts)
  await keepTexts(context, read)
  await actAt(context, caller, guard, async () => [{ type: 'terms_accepted', signer: caller.signerId, ...acceptedAndNoted(read) }])
}
