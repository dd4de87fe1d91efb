// The step `issuance_terms`: the terms of the certificate, and the consent to compare a face.

import { z } from 'zod'
import { textFacts } from '../../journey/texts-at'
import { issuanceTexts } from '../../legal-texts/legal-texts'
import { Accepted, act, digestsOf, type StepOperations } from '../step-operations'
import { acceptIssuanceTerms } from './accept-issuance-terms'

export const issuanceTerms = {
  /** Without `biometricConsent` no software compares the face: a person does. */
  acts: { accept_issuance_terms: act({ texts: Accepted, biometricConsent: z.boolean() }, acceptIssuanceTerms) },
  texts: (context, journey) => issuanceTexts(textFacts(context, journey)),
  agree: (context, caller, journey) =>
    acceptIssuanceTerms(context, caller, { texts: digestsOf(issuanceTexts(textFacts(context, journey))), biometricConsent: true }),
} satisfies StepOperations
