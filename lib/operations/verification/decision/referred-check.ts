// Finds the check about which a person is to decide, for a caller of the organisation that asked for the signature.

import type { OrganisationCaller } from '../../../domain/caller'
import type { Finding } from '../../../domain/event'
import { Problem } from '../../../domain/problem'
import type { Verification as VerificationState } from '../../../domain/signer-state'
import type { StepUp } from '../../../domain/step-up'
import type { Verification } from '../../../generated/prisma/client'
import { standing, type Journey } from '../../journey/standing'
import type { Context, Tx } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import { requireSigner } from '../../kernel/refuse-deleted'
import { checkRow } from '../verification-store'

export type OfSigner = { requestId: string; signerId: string }
export type ReferredCheck = {
  journey: Journey
  row: Verification
  check: StepUp | VerificationState
  referral: { reasons: readonly string[]; resultSha256: string }
}

/** STATE_CONFLICT where nobody is asked to decide: not yet, not any more, or the request has ended. In a transaction, lock the request before. */
export async function referredCheck(context: Context, db: Tx, caller: OrganisationCaller, signer: OfSigner): Promise<ReferredCheck> {
  await requireSigner({ ...context, db }, caller, signer)
  const journey = await standing(context, db, signer.signerId)
  const { place } = journey
  // A stranger with the link who takes over stands elsewhere, and keeps nobody from deciding about the selfie of a step-up.
  const check = [journey.signer.stepUp, journey.signer.verification].find((one) => one?.status === 'referred')
  if (place.at === 'closed' || !check?.referral) throw new Problem('STATE_CONFLICT.no_decision_awaited')
  return { journey, row: await checkRow(context, db, check.id), check, referral: check.referral }
}

/** As the evidence has them, which stay when pictures and readings are destroyed. */
export async function referredFindings(context: Context, db: Tx, { journey, row }: ReferredCheck): Promise<readonly Finding[]> {
  const events = await loadEvents(context, db, journey.request.id)
  const referrals = events.flatMap(({ fact }) => (fact.type === 'verification_referred' || fact.type === 'step_up_referred' ? [fact] : []))
  return referrals.findLast(({ verification }) => verification === row.id)?.findings ?? []
}
