// The step `details`: the personal data that the requester gave are confirmed or corrected.

import { z } from 'zod'
import { Email } from '../../kernel/email'
import { act, Code, Name, type StepOperations } from '../step-operations'
import { confirmDetails } from './confirm-details'
import { correctDetails } from './correct-details'
import { proveHolder, sendHolderCode } from './holder-proof'
import { viewedLost } from './lost-view'

export const details = {
  acts: {
    confirm_details: act({}, confirmDetails),
    /** "I have signed here before." */
    send_holder_code: act({}, sendHolderCode),
    prove_holder: act({ code: Code }, proveHolder),
    correct_details: act({ name: Name.optional(), phone: z.string().max(30).optional(), email: Email.optional() }, correctDetails),
  },
  view: async (context, journey) => ({ lost: await viewedLost(context, journey) }),
  agree: confirmDetails,
} satisfies StepOperations
