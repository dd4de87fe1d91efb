// The step `details`: the personal data that the requester gave are confirmed or corrected.

import { z } from 'zod'
import { Email } from '../../kernel/email'
import { act, Name, type StepOperations } from '../step-operations'
import { confirmDetails } from './confirm-details'
import { correctDetails } from './correct-details'

export const details = {
  acts: {
    confirm_details: act({}, confirmDetails),
    correct_details: act({ name: Name.optional(), phone: z.string().max(30).optional(), email: Email.optional() }, correctDetails),
  },
  agree: confirmDetails,
} satisfies StepOperations
