// The steps by name, with what each does. Acts, texts and views of the journey are found here.

import type { Step } from '../../domain/steps'
import { certificate } from './certificate/step'
import { certificateShown } from './certificate/certificate-view'
import { details } from './details/step'
import { lostShown } from './details/lost-view'
import { document } from './document/step'
import { verificationShown } from './document/verification-view'
import { extractedData } from './extracted-data/step'
import { readingShown } from './extracted-data/reading-view'
import { failureShown } from './identity/failure-view'
import { identity } from './identity/step'
import { issuanceTerms } from './issuance-terms/step'
import { names } from './names/step'
import { namesShown } from './names/names-view'
import { pin } from './pin/step'
import { review } from './review/step'
import { savedIdentity } from './saved-identity/step'
import { otherCertificatesShown } from './saved-identity/other-certificates'
import { savedIdentityShown } from './saved-identity/saved-identity-view'
import { selfie } from './selfie/step'
import { sign } from './sign/step'
import { signingShown } from './sign/signing-view'
import type { StepOperations } from './step-operations'
import { stepUp } from './step-up/step'
import { stepUpShown } from './step-up/step-up-view'
import { terms } from './terms/step'

export const STEP_OPERATIONS = {
  terms,
  details,
  saved_identity: savedIdentity,
  step_up: stepUp,
  issuance_terms: issuanceTerms,
  identity,
  document,
  selfie,
  extracted_data: extractedData,
  names,
  pin,
  certificate,
  review,
  sign,
} satisfies Record<Step, StepOperations>

/** The steps where saying yes is not enough: something has to be proven, by camera, PIN or code. */
export type ProvingStep = { [S in Step]: (typeof STEP_OPERATIONS)[S] extends { agree: unknown } ? never : S }[Step]

/** The parts of the view that single steps fill in. At all other steps each part has its default. */
export const SHOWN = {
  ...lostShown,
  ...savedIdentityShown,
  ...otherCertificatesShown,
  ...stepUpShown,
  ...verificationShown,
  ...failureShown,
  ...readingShown,
  ...namesShown,
  ...certificateShown,
  ...signingShown,
}

export function operationsOf(step: Step): StepOperations {
  return STEP_OPERATIONS[step]
}
