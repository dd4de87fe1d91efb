// The step `extracted_data`: the signer confirms or rejects what was read. While the check is decided, the signer waits at this step.

import { viewedVerification } from '../document/verification-view'
import { act, type StepOperations } from '../step-operations'
import { confirmExtractedData, rejectExtractedData } from './confirm-extracted-data'
import { viewedReading } from './reading-view'

export const extractedData = {
  acts: { confirm_extracted_data: act({}, confirmExtractedData), reject_extracted_data: act({}, rejectExtractedData) },
  view: async (context, journey) => ({
    verification: await viewedVerification(context, journey),
    reading: await viewedReading(context, journey),
  }),
  agree: confirmExtractedData,
} satisfies StepOperations
