// The selfie in place of a document, as it stands in the state of a signer: that whoever signs with an identity of before is still the person of
// its check. And what it has in common with such a check.

import type { Sha256, SignerFact } from './event'
import type { SignerState, Verification } from './signer-state'

/** What a selfie is made for: a check of identity by document, or the step-up of a saved identity. */
export type Check = {
  id: string
  attempt: number
  selfie: boolean
  status: 'capturing' | 'checking' | 'referred' | 'passed' | 'failed' | 'confirmed'
  reason?: string
  /** Why a person decides, and the digest of what they are shown. */
  referral?: { reasons: readonly string[]; resultSha256: Sha256 }
}

/**
 * A selfie in place of a document: whoever signs with an identity of before is still the person of its check. `again`: another session has
 * proven the certificate since, and makes a selfie of its own.
 */
export type StepUp = Check & { credential: string; again?: true }

const STEP_UP_TRIES = 3

/** After these only a new check by document is left. */
export function stepUpsLeft({ stepUpsFailed }: Pick<SignerState, 'stepUpsFailed'>): number {
  return Math.max(0, STEP_UP_TRIES - stepUpsFailed)
}

/** The check of this id that still counts. */
export function checkNamed({ stepUp, verification }: SignerState, id: string): StepUp | Verification | undefined {
  return [stepUp, verification].find((one) => one?.id === id)
}

export function isStepUp(check: Check): check is StepUp {
  return 'credential' in check
}

export function withStepUp(s: SignerState, change: Partial<StepUp>): SignerState {
  return s.stepUp ? { ...s, stepUp: { ...s.stepUp, ...change } } : s
}

type StepUpFact = Extract<SignerFact, { type: `step_up_${string}` }>

export function applyStepUp(s: SignerState, fact: StepUpFact): SignerState {
  switch (fact.type) {
    case 'step_up_started': {
      const { verification: id, credential, attempt } = fact
      return { ...s, stepUp: { id, credential, attempt, selfie: false, status: 'capturing' } }
    }
    case 'step_up_passed':
      return withStepUp(s, { status: 'passed' })
    case 'step_up_failed':
      return { ...withStepUp(s, { status: 'failed', reason: fact.reason }), stepUpsFailed: s.stepUpsFailed + 1 }
    case 'step_up_referred':
      return withStepUp(s, { status: 'referred', referral: { reasons: fact.referrals, resultSha256: fact.result_sha256 } })
  }
}
