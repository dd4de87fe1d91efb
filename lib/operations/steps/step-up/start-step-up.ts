// Begins the selfie of a step-up, where the check of the chosen certificate is older than the organisation allows: no document, and a comparison
// with the portrait of that check, of which a description is kept.

import type { SignerCaller } from '../../../domain/caller'
import type { Fact } from '../../../domain/event'
import { newId } from '../../../domain/ids'
import { Problem } from '../../../domain/problem'
import { stepUpsLeft } from '../../../domain/step-up'
import { checkBehind } from '../../credentials/age-of-check'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { actAt } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { bound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { isWalked } from '../../kernel/signer-script'
import { hasKeptFace } from '../../verification/kept-face'
import { purgeAt } from '../../verification/retention'
import { newVerificationKey, sealPlan, selfiePlan } from '../../verification/verification-store'
import { selfieAt } from '../selfie/selfie-at'

export async function startStepUp(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, { at: ['step_up'] }, async (journey, tx) => {
    const [credential] = journey.credentials
    if (!credential || selfieAt(journey)) return []
    const begun = await begunStepUp(context, tx, journey, credential)
    if (!begun) throw new Problem('STATE_CONFLICT.step_up_not_possible')
    return [begun]
  })
}

/** Why only a new check is left; null: what a selfie is compared with is kept, and tries are left. */
export async function whyNoStepUp(
  context: Context,
  db: Tx,
  { signer }: Pick<Journey, 'signer'>,
  credential: UsableCredential,
): Promise<'no_tries_left' | 'not_kept' | null> {
  if (stepUpsLeft(signer) === 0) return 'no_tries_left'
  const { document } = await checkBehind(context, db, credential)
  return document !== null && (await hasKeptFace(db, credential.row.id)) ? null : 'not_kept'
}

/** Writes the selfie's row, and answers its fact; null where no selfie would do. */
export async function begunStepUp(context: Context, tx: Tx, journey: Journey, credential: UsableCredential): Promise<Fact | null> {
  if ((await whyNoStepUp(context, tx, journey, credential)) !== null) return null
  const { document } = await checkBehind(context, tx, credential)
  if (!document) return null
  const { row, mode } = journey
  const id = newId('ver')
  const key = newVerificationKey(context, id)
  const kind = 'step_up' as const
  const attempt = (await tx.verification.count({ where: { signerId: row.id, kind } })) + 1
  await tx.verification.create({
    data: bound(context.secrets, 'verification', {
      id,
      signerId: row.id,
      personId: credential.row.personId,
      kind,
      attempt,
      status: 'capturing' as const,
      // Those of the check that it goes back to: no document is shown.
      documentType: document.documentType,
      country: document.country,
      key,
      plan: sealPlan(context, { id, key }, selfiePlan(context.identity, { camera: !isWalked(mode, row) })),
      startedAt: context.now(),
      purgeAt: purgeAt(context, 'unfinished'),
    }),
  })
  return { type: 'step_up_started', signer: row.id, verification: id, credential: credential.row.id, attempt }
}
