// The step `terms`: the privacy policy and the terms of use, accepted before anything else.

import { textFacts } from '../../journey/texts-at'
import { termsTexts } from '../../legal-texts/legal-texts'
import { Accepted, act, digestsOf, type StepOperations } from '../step-operations'
import { acceptTerms } from './accept-terms'

export const terms = {
  acts: { accept_terms: act({ texts: Accepted }, acceptTerms) },
  texts: (context, journey) => termsTexts(textFacts(context, journey)),
  agree: (context, caller, journey) => acceptTerms(context, caller, { texts: digestsOf(termsTexts(textFacts(context, journey))) }),
} satisfies StepOperations
