// The signer confirms what was read from the document, or says that it is wrong: then the check begins again.

import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt, guardOf } from '../../journey/act-at'
import { saltedDigest } from '../../kernel/profile'
import { purgeAt } from '../../verification/retention'
import { openResult } from '../../verification/verification-store'

export async function confirmExtractedData(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, guardOf('extracted_data'), async ({ signer, row, profile }, tx) => {
    const { verification } = signer
    if (!verification) return []
    const stored = await tx.verification.update({ where: { id: verification.id }, data: { status: 'confirmed' } })
    const mrz = openResult(context, stored)?.verdict?.mrz ?? null
    return [{ type: 'extracted_data_confirmed', signer: row.id, verification: verification.id, result_sha256: saltedDigest(profile, mrz) }]
  })
}

export async function rejectExtractedData(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(
    context,
    caller,
    { at: ['extracted_data'], already: ({ signer }) => signer.verification === undefined },
    async ({ signer, row }, tx) => {
      const { verification } = signer
      if (!verification) return []
      await tx.verification.update({ where: { id: verification.id }, data: { status: 'rejected', purgeAt: purgeAt(context, 'failed') } })
      return [{ type: 'extracted_data_rejected', signer: row.id, verification: verification.id }]
    },
  )
}
