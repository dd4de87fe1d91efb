// The step `sign`: a code is sent, and with PIN and code the signer authorises the signature; an advanced one by the code, a simple one by a click.

import { z } from 'zod'
import { SET_ASIDE_BECAUSE } from '../../../domain/event'
import { viewedOthers } from '../saved-identity/other-certificates'
import { Accepted, act, Code, Id, Pin, type StepOperations } from '../step-operations'
import { resendCode } from './resend-code'
import { sealNow } from './seal-now'
import { setAsideCertificate } from './set-aside-certificate'
import { requireNotFailed } from './signature-failed'
import { sign as authorise } from './sign'
import { signByClick, textsOfSigning } from './sign-by-click'
import { sendSigningCode, signByCode } from './sign-by-code'
import { viewedActivation, viewedCredentials } from './signing-view'
import { startSigning } from './start-signing'

export const sign = {
  acts: {
    start_signing: act({ credential: Id }, startSigning),
    set_aside_certificate: act({ credential: Id, because: z.enum(SET_ASIDE_BECAUSE) }, setAsideCertificate),
    resend_code: act({ activation: Id }, resendCode),
    sign: act({ activation: Id, pin: Pin, code: Code }, async (context, caller, input) => {
      await sealNow(context, await authorise(context, caller, input))
      await requireNotFailed(context, caller, input.activation)
    }),
    send_signing_code: act({}, sendSigningCode),
    sign_by_code: act({ activation: Id, code: Code }, async (context, caller, input) => {
      await sealNow(context, await signByCode(context, caller, input))
      await requireNotFailed(context, caller, input.activation)
    }),
    sign_by_click: act({ texts: Accepted }, async (context, caller, input) => {
      const activation = await signByClick(context, caller, input)
      if (activation === null) return
      await sealNow(context, activation)
      await requireNotFailed(context, caller, activation)
    }),
  },
  texts: textsOfSigning,
  view: async (context, journey) => ({
    credentials: viewedCredentials(journey),
    activation: await viewedActivation(context, journey),
    otherCertificates: await viewedOthers(context, journey),
  }),
} satisfies StepOperations
