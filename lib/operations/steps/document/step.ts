// The step `document`: the camera takes each side of the document, and the server reads it.

import { z } from 'zod'
import { DOCUMENT_SIDES } from '../../../domain/capture'
import { abandonVerification } from '../identity/start-verification'
import { act, Id, type StepOperations } from '../step-operations'
import { submitSide } from './submit-side'
import { viewedVerification } from './verification-view'

export const document = {
  acts: {
    /** Sent after all frames of a side: the server judges shot and movement, and answers the next place or `verification.shotProblem`. */
    submit_side: act({ side: z.enum(DOCUMENT_SIDES), nonce: Id }, submitSide),
    abandon_verification: act({}, abandonVerification),
  },
  view: async (context, journey) => ({ verification: await viewedVerification(context, journey) }),
} satisfies StepOperations
