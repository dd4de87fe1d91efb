// The step `saved_identity`: which identity of before is used, or a new check instead. Its holder has proven it just before.

import { act, Id, type StepOperations } from '../step-operations'
import { chooseSavedIdentity } from './choose-saved-identity'
import { viewedIdentities } from './saved-identity-view'

export const savedIdentity = {
  acts: { choose_saved_identity: act({ credential: Id.nullable() }, chooseSavedIdentity) },
  view: async (context, journey) => ({ savedIdentities: await viewedIdentities(context, journey) }),
} satisfies StepOperations
