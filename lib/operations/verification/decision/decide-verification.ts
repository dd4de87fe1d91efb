// A person decides about a referred check: the signer goes on, or may try again while tries are left. The decision holds for exactly what
// that person was shown. What was shown may be destroyed since, after its time: then nobody can approve it, and it can only be rejected.

import { timingSafeEqual } from 'node:crypto'
import { askerOf, type OrganisationCaller } from '../../../domain/caller'
import { reasonsFor, type Decision, type DecisionReason } from '../../../domain/decision'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { isStepUp } from '../../../domain/step-up'
import type { Context, Tx } from '../../kernel/context'
import { append } from '../../kernel/evidence'
import { lockRequest } from '../../kernel/lock-request'
import { saltedDigest } from '../../kernel/profile'
import { purgeAt } from '../retention'
import { tellDecision } from '../tell-verdict'
import { countVerdict, isStuckAfter, triesLeftAfter, verdictFact } from '../verdict-fact'
import { openResult, sealResult, type VerificationResult } from '../verification-store'
import { referredCheck, referredFindings, type OfSigner, type ReferredCheck } from './referred-check'
import { digestOfShown } from './shown-evidence'

/** `note`: in the words of the person who decides; evidence holds its digest. */
export type DecisionInput = OfSigner & {
  verificationId: string
  resultSha256: string
  decision: Decision
  reasons: readonly DecisionReason[]
  note: string | null
}
export type DecidedVerification = { signerId: string; verificationId: string; decision: Decision; decidedAt: Date; attemptsLeft: number }

export async function decideVerification(context: Context, caller: OrganisationCaller, input: DecisionInput): Promise<DecidedVerification> {
  requirePermission(caller, 'verifications:decide')
  return context.db.$transaction(
    async (tx) => {
      await lockRequest(tx, input.requestId)
      const check = await referredCheck(context, tx, caller, input)
      const first = fittingReason(input, check)
      const result = await requireShown(context, tx, check, input)
      return record(context, tx, caller, check, result, { ...input, reason: input.decision === 'reject' ? first : null })
    },
    { timeout: 20_000 },
  )
}

/** The first of the reasons, which is the one that a signer is told; each must fit the decision, and what was shown. */
function fittingReason({ decision, reasons }: DecisionInput, { check }: ReferredCheck): DecisionReason {
  const fitting = reasonsFor(decision, isStepUp(check) ? 'step_up' : 'document')
  const [first] = reasons
  if (first !== undefined && reasons.every((reason) => fitting.includes(reason))) return first
  throw new Problem('VALIDATION_FAILED.decision_reasons', { decision, reasons: fitting.join(', ') }).at(['reasons'])
}

/**
 * What is decided about is what was shown: the same check, and to approve it, what was shown of it is still there as it was. Null: readings and
 * pictures are destroyed.
 */
async function requireShown(
  context: Context,
  tx: Tx,
  { journey, row, referral }: ReferredCheck,
  input: DecisionInput,
): Promise<VerificationResult | null> {
  const same = (other: string) =>
    other.length === input.resultSha256.length && timingSafeEqual(Buffer.from(other), Buffer.from(input.resultSha256))
  if (row.id !== input.verificationId || !same(referral.resultSha256)) throw new Problem('STATE_CONFLICT.other_check_shown')
  const result = openResult(context, row)
  if (input.decision === 'reject') return result
  if (!result || !same(await digestOfShown(tx, row, journey.profile, result))) throw new Problem('STATE_CONFLICT.shown_is_gone')
  return result
}

async function record(
  context: Context,
  tx: Tx,
  caller: OrganisationCaller,
  check: ReferredCheck,
  result: VerificationResult | null,
  { decision, reasons, reason, note, resultSha256 }: DecisionInput & { reason: DecisionReason | null },
): Promise<DecidedVerification> {
  const { journey, row } = check
  const subject = { journey, check: check.check }
  const now = context.now()
  const decided = { decision, reasons, note, at: now.toISOString(), by: askerOf(caller) ?? null, faces: result?.selfie?.faces ?? [] }
  await tx.verification.update({
    where: { id: row.id },
    data: {
      status: reason === null ? 'passed' : 'failed',
      reason,
      decidedAt: now,
      // What an approved check keeps is kept no longer than if it had passed at once.
      ...(reason === null ? {} : { purgeAt: purgeAt(context, 'failed') }),
      ...(result === null ? {} : { result: sealResult(context, row, { ...result, decided }) }),
    },
  })
  const about = { signer: row.signerId, verification: row.id }
  const note_sha256 = note === null ? {} : { note_sha256: saltedDigest(journey.profile, note) }
  const findings = await referredFindings(context, tx, check)
  const verdict = verdictFact(subject, { reason, findings, mrz: result?.verdict?.mrz ?? null })
  await append(context, tx, journey.request.id, [
    { by: caller, fact: { type: 'verification_decided', ...about, decision, reasons, result_sha256: resultSha256, ...note_sha256 } },
    { by: caller, fact: verdict },
  ])
  await tellDecision(context, tx, row.signerId, { reason, isStuck: isStuckAfter(subject) })
  await countVerdict(context, tx, journey.request.id, subject)
  const attemptsLeft = triesLeftAfter(subject, reason)
  return { signerId: row.signerId, verificationId: row.id, decision, decidedAt: now, attemptsLeft }
}
