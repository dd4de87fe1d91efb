// The step `selfie`: the signer makes the movements that are shown, one after the other.

import { z } from 'zod'
import { ACCOMMODATIONS } from '../../../domain/capture'
import { decideInBackground } from '../../verification/decide-in-background'
import { viewedVerification } from '../document/verification-view'
import { act, type StepOperations } from '../step-operations'
import { chooseAccommodation } from './choose-accommodation'
import { submitSelfie } from './submit-selfie'

/** What the page says of its camera: signs of a virtual one are findings. */
const SaidOfCamera = z.strictObject({ label: z.string().max(300), automated: z.boolean() })

export const selfie = {
  acts: {
    choose_accommodation: act({ accommodation: z.enum(ACCOMMODATIONS).nullable() }, chooseAccommodation),
    /** Sent when all challenges were done or their time ran out: the server decides. */
    submit_selfie: act({ camera: SaidOfCamera.optional() }, async (context, caller, { camera }) =>
      decideInBackground(context, await submitSelfie(context, caller, camera)),
    ),
  },
  view: async (context, journey) => ({ verification: await viewedVerification(context, journey) }),
} satisfies StepOperations
