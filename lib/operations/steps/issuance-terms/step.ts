// The step `issuance_terms`: the terms of the certificate, and the consent to compare a face.

import { z } from 'zod'
import { textFacts } from '../../journey/texts-at'
import { issuanceTexts } from '../../legal-texts/legal-texts'
import { Accepted, act, digestsOf, type StepOperations } from '../step-operations'
import { acceptIssuanceTerms } from './accept-issuance-terms'

export const issuanceTerms = {
  acts: { accept_issuance_terms: act({ texts: Accepted, biometricConsent: z.literal(true) }, acceptIssuanceTerms) },
  texts: (context, journey) => issuanceTexts(textFacts(context, journey)),
  agree: (context, caller, journey) =>
    acceptIssuanceTerms(context, caller, { texts: digestsOf(issuanceTexts(textFacts(context, journey))) }),
} satisfies StepOperations
