// The act of showing a test document in place of a camera, both sides and the selfie at once. Test mode only.

import { z } from 'zod'
import { TEST_DOCUMENTS } from '../../domain/capture'
import { act } from '../steps/step-operations'
import { decideInBackground } from '../verification/decide-in-background'
import { showTestDocument } from './show-test-document'

export const useTestDocument = {
  acts: {
    use_test_document: act({ documentNumber: z.enum(TEST_DOCUMENTS) }, async (context, caller, { documentNumber }) =>
      decideInBackground(context, await showTestDocument(context, caller, { document: documentNumber, failWith: null })),
    ),
  },
}
