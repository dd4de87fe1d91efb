// The signer asks for a still picture in place of movements, or that no machine compares their face. Then a person decides.

import type { Accommodation } from '../../../domain/capture'
import { Problem } from '../../../domain/problem'
import { isStepUp } from '../../../domain/step-up'
import type { SignerCaller } from '../../../domain/caller'
import { actAt } from '../../journey/act-at'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { captureOf } from '../../kernel/signer-script'
import { checkRow, openPlan, sealPlan, selfieOf } from '../../verification/verification-store'
import { begunAnew } from './next-challenge'
import { isUncompared, MAKING, selfieAt } from './selfie-at'

const CHANGES = { name: 'selfie-accommodation', count: 6, windowMs: 3_600_000 }

/** The selfie begins anew; null: with movements, as everybody makes it. */
export async function chooseAccommodation(
  context: Context,
  caller: SignerCaller,
  { accommodation }: { accommodation: Accommodation | null },
): Promise<void> {
  await requireWithinLimit(context, caller.sessionId, CHANGES)
  await actAt(context, caller, MAKING, async (journey, tx) => {
    const { mode, row } = journey
    const verification = selfieAt(journey)
    if (!verification) return []
    if (isUncompared(journey) && accommodation !== 'no_comparison') throw new Problem('STATE_CONFLICT.no_comparison_agreed')
    // No picture is there that a person could compare a face with: their way is a new check.
    if (isStepUp(verification) && accommodation === 'no_comparison') throw new Problem('STATE_CONFLICT.step_up_compares')
    await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${verification.id} FOR UPDATE`
    const stored = await checkRow(context, tx, verification.id)
    const camera = captureOf(mode, row, stored.id) === null
    const before = openPlan(context, stored)
    const made = selfieOf(before)
    const plan = await begunAnew(
      context,
      tx,
      { plan: before, verification: stored.id, submitted: verification.selfie },
      {
        challenges: context.identity.planChallenges({ camera, still: accommodation !== null }),
        // Whoever changes their mind sees no more runs of movements than others, among which to wait for fitting ones.
        starts: made.selfieBy === caller.sessionId ? made.starts : 1,
        selfieBy: caller.sessionId,
        accommodation,
      },
    )
    await tx.verification.update({ where: { id: stored.id }, data: { plan: sealPlan(context, stored, plan) } })
    return []
  })
}
