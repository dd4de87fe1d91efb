// The step `identity`: the signer chooses the document for the check. When no tries are left, the signer waits for the requester.

import { z } from 'zod'
import { DocumentType, viewedVerification } from '../document/verification-view'
import { act, type StepOperations } from '../step-operations'
import { viewedOwnLost } from '../details/lost-view'
import { viewedFailure } from './failure-view'
import { startVerification } from './start-verification'

export const identity = {
  acts: {
    start_verification: act({ country: z.string().regex(/^[A-Z]{2}$/), documentType: DocumentType }, startVerification),
  },
  view: async (context, journey) => ({
    verification: await viewedVerification(context, journey),
    failure: viewedFailure(journey),
    lost: await viewedOwnLost(context, journey),
  }),
} satisfies StepOperations
