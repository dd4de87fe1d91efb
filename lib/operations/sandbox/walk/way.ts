// How far a machine walks a test signer, and with which outcome.

import type { TestDocumentNumber } from '../../../domain/capture'
import { STEP_NAMES, type Step } from '../../../domain/steps'
import type { FailureToShow } from '../../kernel/signer-script'
import type { ShownDocument } from '../show-test-document'

export const OUTCOMES = ['sign', 'refuse'] as const
type Outcome = (typeof OUTCOMES)[number]

/** What a developer may ask for. */
export type WalkOptions = {
  document?: TestDocumentNumber | undefined
  failWith?: FailureToShow | undefined
  stopAt?: Step | undefined
  outcome?: Outcome | undefined
  keepCredential?: boolean | undefined
  code?: boolean | undefined
}

/** `stopAt`: the walk ends at this step. `code`: the act of signing is begun there. `keep`: see keep-credential.ts. */
export type Way = ShownDocument & { stopAt: Step | null; outcome: Outcome; keep: boolean; code: boolean }

export function wayOf({
  document = 'AZE123456',
  failWith,
  stopAt,
  outcome = 'sign',
  keepCredential = false,
  code = false,
}: WalkOptions): Way {
  return { document, failWith: failWith ?? null, stopAt: stopAt ?? null, outcome, keep: keepCredential, code }
}

/** Whether the signer is at the step or beyond it: one with a certificate never stands at the steps that lead to it. */
export function isReached(here: string, stopAt: Step | null): boolean {
  const at = STEP_NAMES.findIndex((step) => step === here)
  return stopAt !== null && at >= STEP_NAMES.indexOf(stopAt)
}
