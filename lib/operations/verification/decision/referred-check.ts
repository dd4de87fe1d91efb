// Finds the check about which a person is to decide, for a caller of the organisation that asked for the signature.

import type { OrganisationCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import type { Verification } from '../../../generated/prisma/client'
import { standing, type Journey } from '../../journey/standing'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { requireSigner } from '../../kernel/refuse-deleted'

export type OfSigner = { requestId: string; signerId: string }
export type ReferredCheck = { journey: Journey; row: Verification; referral: { reasons: readonly string[]; resultSha256: string } }

/** STATE_CONFLICT where nobody is asked to decide: not yet, not any more, or the request has ended. In a transaction, lock the request before. */
export async function referredCheck(context: Context, db: Tx, caller: OrganisationCaller, signer: OfSigner): Promise<ReferredCheck> {
  await requireSigner({ ...context, db }, caller, signer)
  const journey = await standing(context, db, signer.signerId)
  const { place } = journey
  const { verification } = journey.signer
  if (place.at !== 'waiting' || place.for !== 'decision' || !verification?.referral) throw new Problem('STATE_CONFLICT.no_decision_awaited')
  const row = await db.verification.findUniqueOrThrow({ where: { id: verification.id, signerId: signer.signerId } })
  return { journey, row: requireWhole(context, 'verification', row), referral: verification.referral }
}
