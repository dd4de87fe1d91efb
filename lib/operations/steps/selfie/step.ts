// The step `selfie`: the signer makes the movements that are shown, one after the other.

import { z } from 'zod'
import { ACCOMMODATIONS } from '../../../domain/capture'
import { decideInBackground } from '../../verification/decide-in-background'
import { viewedVerification } from '../document/verification-view'
import { act, type StepOperations } from '../step-operations'
import { chooseAccommodation } from './choose-accommodation'
import { submitSelfie } from './submit-selfie'

export const selfie = {
  acts: {
    choose_accommodation: act({ accommodation: z.enum(ACCOMMODATIONS).nullable() }, chooseAccommodation),
    /** Sent when all challenges were done or their time ran out: the server decides. */
    submit_selfie: act({}, async (context, caller) => decideInBackground(context, await submitSelfie(context, caller))),
  },
  view: async (context, journey) => ({ verification: await viewedVerification(context, journey) }),
} satisfies StepOperations
