// The step `extracted_data`: the signer says whether the document was read right. While the check is decided, this step is awaited.

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
