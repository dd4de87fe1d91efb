// The act of a simple signature: the signer says that they mean to sign and agree to sign electronically, and clicks. Where the click came
// from is kept with their data, and evidence has its salted digest.

import { sha256Hex } from '../../../crypto/algorithms'
import type { SignerCaller } from '../../../domain/caller'
import type { ShownText } from '../../../domain/event'
import { newId } from '../../../domain/ids'
import { actOf } from '../../../domain/policy'
import { Problem } from '../../../domain/problem'
import { isAcceptedStill } from '../../../domain/request'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { requireShown, textFacts } from '../../journey/texts-at'
import { bound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { keepProfile, saltedDigest } from '../../kernel/profile'
import { signingTexts } from '../../legal-texts/legal-texts'
import { asShown, keepTexts, type AcceptableText } from '../../legal-texts/shown-text'
import { sealPrepared } from '../../signing/prepared-activation'
import { nothingPrepared } from '../../signing/afterwards/sign-newest'
import { signatureFailed } from './signature-failed'

/** What is agreed to at the act of signing; nothing where PIN and code say it. */
export function textsOfSigning(context: Context, journey: Journey): readonly AcceptableText[] {
  return actOf(journey.circumstances.policy) === 'click' ? signingTexts(textFacts(context, journey)) : []
}

/** Answers the id of the activation to be sealed; null where the same click came before. */
export async function signByClick(context: Context, caller: SignerCaller, { texts }: { texts: readonly string[] }): Promise<string | null> {
  const guard = guardOf('sign')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return null
  if (actOf(arrived.circumstances.policy) !== 'click') throw new Problem('STATE_CONFLICT.other_factors')
  if (arrived.signer.failed === 'document') throw signatureFailed('document', arrived)
  const read = textsOfSigning(context, arrived)
  requireShown(read, texts)
  await keepTexts(context, read)
  const id = newId('act')
  const agreed = read.map(asShown)
  const isDone = await actAt(context, caller, guard, async (journey, tx) => {
    if (!isAcceptedStill(journey.state, journey.signer)) throw new Problem('DOCUMENT_CHANGED.since_accepted')
    await createActivation(context, tx, journey, { id, agreed })
    await context.enqueue(tx, 'seal_signature', { activation: id }, { key: id })
    const factors = journey.circumstances.policy.factors
    const origin = await keptOrigin(context, tx, journey, caller)
    return [{ type: 'signature_authorised', signer: caller.signerId, activation: id, factors, texts: agreed, ...origin }]
  })
  return isDone ? id : null
}

/** Authorised from the start: there is nothing to wait for between the click and the seal. */
async function createActivation(
  context: Context,
  tx: Tx,
  { row, signer }: Journey,
  { id, agreed }: { id: string; agreed: readonly ShownText[] },
): Promise<void> {
  const now = context.now()
  await tx.activation.create({
    data: bound(context.secrets, 'activation', {
      id,
      signerId: row.id,
      credentialId: null,
      state: 'authorised' as const,
      sessionHash: sha256Hex(JSON.stringify([id, signer.approved, agreed])),
      prepared: sealPrepared(context, id, nothingPrepared()),
      allowed: 0,
      createdAt: now,
      expiresAt: now,
      authorisedAt: context.machineNow(),
    }),
  })
}

async function keptOrigin(context: Context, tx: Tx, { row, profile }: Journey, { origin }: SignerCaller) {
  if (!origin) return {}
  await keepProfile(context, tx, row, { ...profile, signedFrom: origin })
  return { origin_sha256: saltedDigest(profile, origin) }
}
