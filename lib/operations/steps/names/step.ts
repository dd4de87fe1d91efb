// The step `names`: what will stand in the certificate, and where its codes go.

import { z } from 'zod'
import { act, Code, Name, type StepOperations } from '../step-operations'
import { chooseNames, SPELLINGS } from './choose-names'
import { viewedNames } from './names-view'
import { sendPhoneCode } from './phone-proof'

const Phone = z.string().max(30)

export const names = {
  acts: {
    send_phone_code: act({ phone: Phone }, sendPhoneCode),
    /** `givenNames`: which of the document's first names. */
    choose_names: act(
      {
        // None for a person whose document has one name only.
        givenNames: z.array(Name).max(10),
        surname: Name,
        spelling: z.enum(SPELLINGS),
        phone: Phone,
        code: Code,
      },
      chooseNames,
    ),
  },
  view: async (context, journey) => ({ names: await viewedNames(context, journey) }),
} satisfies StepOperations
