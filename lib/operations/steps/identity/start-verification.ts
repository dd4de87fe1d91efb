// Begins a check of identity with the document that the signer chose; the movements are drawn now and revealed one by one.

import { bound } from '../../kernel/bound-rows'
import { newId } from '../../../domain/ids'
import { isTakenOf, type DocumentType } from '../../../domain/capture'
import type { Mode } from '../../../domain/event'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { knownPerson } from '../../credentials/person'
import { actAt, type Guard } from '../../journey/act-at'
import { isWalked } from '../../kernel/signer-script'
import { isAcceptedCountry } from '../../verification/accepted-countries'
import { purgeAt } from '../../verification/retention'
import { newPlan, newVerificationKey, sealPlan } from '../../verification/verification-store'

function refuseUnlessAccepted(country: string, documentType: DocumentType, mode: Mode): void {
  const errors = [{ path: ['country'], code: 'INVALID_VALUE', detail: 'issuing_country' }] as const
  if (!isAcceptedCountry(country, mode)) throw new Problem('VALIDATION_FAILED.country_not_accepted', {}, { errors })
  if (!isTakenOf(country, documentType)) throw new Problem('VALIDATION_FAILED.licence_not_accepted', {}, { errors })
}

export async function startVerification(
  context: Context,
  caller: SignerCaller,
  input: { country: string; documentType: DocumentType },
): Promise<void> {
  const guard: Guard = {
    at: ['identity'],
    already: ({ signer: { verification } }) =>
      verification?.status === 'capturing' && verification.country === input.country && verification.documentType === input.documentType,
  }
  await actAt(context, caller, guard, async ({ signer, row, mode }, tx) => {
    refuseUnlessAccepted(input.country, input.documentType, mode)
    const now = context.now()
    const attempt = signer.attempts + 1
    const id = newId('ver')
    const key = newVerificationKey(context, id)
    const expected = { camera: !isWalked(mode, row), uncompared: signer.uncompared === true, now }
    await tx.verification.create({
      data: bound(context.secrets, 'verification', {
        id,
        signerId: row.id,
        personId: await knownPerson(tx, row.id),
        attempt,
        status: 'capturing' as const,
        documentType: input.documentType,
        country: input.country,
        key,
        plan: sealPlan(context, { id, key }, newPlan(context.identity, input.documentType, expected)),
        startedAt: now,
        purgeAt: purgeAt(context, 'unfinished'),
      }),
    })
    return [
      {
        type: 'verification_started',
        signer: row.id,
        verification: id,
        attempt,
        country: input.country,
        document_type: input.documentType,
      },
    ]
  })
}

/** Gives up an unfinished check, for another document; its frames are not read. */
export async function abandonVerification(context: Context, caller: SignerCaller): Promise<void> {
  const guard: Guard = { at: ['document', 'selfie'], already: ({ place }) => place.at === 'step' && place.step === 'identity' }
  await actAt(context, caller, guard, async ({ signer, row }, tx) => {
    const { verification } = signer
    if (!verification) return []
    await tx.verification.update({ where: { id: verification.id }, data: { status: 'abandoned', purgeAt: purgeAt(context, 'unfinished') } })
    return [{ type: 'verification_abandoned', signer: row.id, verification: verification.id }]
  })
}
