// The fact of a verdict, and what follows from it: on a check of identity by document, or on the selfie of a step-up, which is none.

import type { Fact, Finding } from '../../domain/event'
import { attemptsLeft, type Verification as VerificationState } from '../../domain/signer-state'
import { isStepUp, stepUpsLeft, type StepUp } from '../../domain/step-up'
import type { MrzReading } from '../../identity/mrz/parse'
import type { Journey } from '../journey/standing'
import type { Context, Tx } from '../kernel/context'
import { saltedDigest } from '../kernel/profile'
import { countUseOfRequest } from '../usage/count-use'

type Verdict = { reason: string | null; findings: readonly Finding[]; mrz: MrzReading | null }
type Subject = { journey: Pick<Journey, 'signer' | 'profile'>; check: StepUp | VerificationState }

/** `reason`: why it failed; null: it passed. */
export function verdictFact({ journey, check }: Subject, { reason, findings, mrz }: Verdict): Fact {
  const about = { signer: journey.signer.id, verification: check.id, findings }
  const attempts_left = triesLeftAfter({ journey, check }, reason)
  if (isStepUp(check))
    return reason === null
      ? { type: 'step_up_passed', ...about, credential: check.credential }
      : { type: 'step_up_failed', ...about, reason, attempts_left }
  return reason === null
    ? { type: 'verification_passed', ...about, result_sha256: saltedDigest(journey.profile, mrz) }
    : { type: 'verification_failed', ...about, reason, attempts_left }
}

/** The try of a document was counted when it began; that of a step-up counts once it has failed. */
export function triesLeftAfter({ journey: { signer }, check }: Subject, reason: string | null): number {
  if (!isStepUp(check)) return attemptsLeft(signer)
  return stepUpsLeft({ stepUpsFailed: signer.stepUpsFailed + (reason === null ? 0 : 1) })
}

/** Whether only the requester can help now. After a step-up there is still the check by document. */
export const isStuckAfter = (subject: Subject): boolean => !isStepUp(subject.check) && attemptsLeft(subject.journey.signer) === 0

/** A step-up verifies nobody anew. */
export async function countVerdict(context: Context, tx: Tx, requestId: string, { check }: Pick<Subject, 'check'>): Promise<void> {
  if (!isStepUp(check)) await countUseOfRequest(context, tx, requestId, 'verifications_completed')
}
