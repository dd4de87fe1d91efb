// The identities of before that the signer may sign with, as they were checked.

import { z } from 'zod'
import { wholeName } from '../../../domain/person-name'
import type { UsableCredential } from '../../credentials/usable-credentials'
import type { Journey } from '../../journey/standing'
import { isWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { DocumentType } from '../document/verification-view'

const SavedIdentity = z.object({
  id: z.string(),
  commonName: z.string(),
  /** The document of the check; null where its record is gone. */
  document: z.object({ type: DocumentType, country: z.string() }).nullable(),
  checkedAt: z.date(),
  until: z.date(),
})

export const savedIdentityShown = { savedIdentities: z.array(SavedIdentity).default([]) }

export function viewedIdentities(context: Context, { credentials }: Journey): Promise<z.infer<typeof SavedIdentity>[]> {
  return Promise.all(credentials.map((one) => viewedIdentity(context, one)))
}

async function viewedIdentity(context: Context, { row, subject, expiresAt }: UsableCredential): Promise<z.infer<typeof SavedIdentity>> {
  // A key is made only after a check has passed: the one before it of the same signer.
  const check = await context.db.verification.findFirst({
    where: { signerId: row.signerId, status: { in: ['passed', 'confirmed'] }, decidedAt: { lte: row.createdAt } },
    orderBy: { attempt: 'desc' },
  })
  const known = check && isWhole(context, 'verification', check) ? check : null
  return {
    id: row.id,
    commonName: wholeName(subject),
    document: known && { type: known.documentType, country: known.country },
    checkedAt: known?.decidedAt ?? row.createdAt,
    until: expiresAt,
  }
}
