// The step `pin`: the signer chooses the PIN under which their key is made.

import { act, Pin, type StepOperations } from '../step-operations'
import { createPin } from './create-pin'

export const pin = {
  acts: { create_pin: act({ pin: Pin }, (context, caller, input) => createPin(context, caller, input)) },
} satisfies StepOperations
