// The signer refuses to sign: the request ends, the requester sees the reason, the other signers are told that it ended.

import { BEFORE_ACCEPTING, placeName, type PlaceName } from '../../../domain/journey'
import { actOf } from '../../../domain/policy'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { refusedByOtherMail } from '../../messages/outcome'
import { letterIfPossible, send } from '../../messages/letter'
import { keepProfile, saltedDigest } from '../../kernel/profile'
import { actAt } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'

/** A simple signature asks for its consents at the act of signing, so they can be refused there. */
const HERE: readonly PlaceName[] = [...BEFORE_ACCEPTING, 'sign']

export async function refuse(context: Context, caller: SignerCaller, { reason }: { reason: string }): Promise<void> {
  const text = reason.trim()
  if (text === '') throw new Problem('VALIDATION_FAILED.no_reason')
  await actAt(context, caller, { at: HERE, already: ({ signer }) => signer.refusedAt !== undefined }, async (journey, tx) => {
    const { row, profile, place } = journey
    if (placeName(place) === 'sign' && actOf(journey.circumstances.policy) !== 'click')
      throw new Problem('STATE_CONFLICT.other_step', { here: 'sign' })
    await keepProfile(context, tx, row, { ...profile, refusalReason: text })
    await tellOthers(context, tx, journey)
    return [{ type: 'signer_refused', signer: row.id, reason_sha256: saltedDigest(profile, text) }]
  })
}

/** Only signers who know about the request: one who was never invited gets no mail. */
async function tellOthers(context: Context, tx: Tx, { state, row }: Journey): Promise<void> {
  for (const other of state.signers.filter((signer) => signer.id !== row.id && signer.invited)) {
    const letter = await letterIfPossible(context, tx, other.id)
    if (letter) await send(context, tx, letter, 'refused_by_other', refusedByOtherMail(letter))
  }
}
