// Refuses live keys: only requests of test keys have a test clock, scripted cameras and signers who are walked.

import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'

export function refuseOutsideSandbox({ mode }: Pick<OrganisationCaller, 'mode'>): void {
  if (mode === 'test') return
  throw new Problem('SANDBOX_ONLY.live_key')
}
