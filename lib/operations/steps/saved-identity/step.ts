// The step `saved_identity`: which identity of before is used, or a new check instead. Its holder has proven it just before.

import { act, Code, Id, type StepOperations } from '../step-operations'
import { chooseSavedIdentity } from './choose-saved-identity'
import { viewedOthers } from './other-certificates'
import { proveOther, sendOtherCode } from './prove-other'
import { viewedIdentities } from './saved-identity-view'

export const savedIdentity = {
  acts: {
    choose_saved_identity: act({ credential: Id.nullable() }, chooseSavedIdentity),
    /** "Another certificate, with another phone." */
    send_other_code: act({ credential: Id }, sendOtherCode),
    prove_other: act({ credential: Id, code: Code }, proveOther),
  },
  view: async (context, journey) => ({
    savedIdentities: await viewedIdentities(context, journey),
    otherCertificates: await viewedOthers(context, journey),
  }),
} satisfies StepOperations
