// The step `step_up`: the check of the chosen identity is older than the organisation allows, so its holder makes a selfie, without a document.

import { viewedVerification } from '../document/verification-view'
import { act, type StepOperations } from '../step-operations'
import { startStepUp } from './start-step-up'
import { viewedStepUp } from './step-up-view'

export const stepUp = {
  /** The selfie itself has the acts of the step `selfie`; another identity or a new check, that of `saved_identity`. */
  acts: { start_step_up: act({}, startStepUp) },
  view: async (context, journey) => ({
    verification: await viewedVerification(context, journey),
    stepUp: await viewedStepUp(context, journey),
  }),
} satisfies StepOperations
