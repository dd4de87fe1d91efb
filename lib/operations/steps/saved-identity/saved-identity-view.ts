// The identities of before that the signer may sign with, as they were checked.

import { z } from 'zod'
import { wholeName } from '../../../domain/person-name'
import { checkBehind } from '../../credentials/age-of-check'
import type { UsableCredential } from '../../credentials/usable-credentials'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { DocumentType } from '../document/verification-view'
import { whyNoStepUp } from '../step-up/start-step-up'

const SavedIdentity = z.object({
  id: z.string(),
  commonName: z.string(),
  /** The document of the check; null where its record is gone. */
  document: z.object({ type: DocumentType, country: z.string() }).nullable(),
  checkedAt: z.date(),
  until: z.date(),
  /** What is asked before it signs, because its check is older than the organisation allows. */
  asks: z.enum(['nothing', 'selfie', 'not_kept', 'no_tries_left']),
})

export const savedIdentityShown = { savedIdentities: z.array(SavedIdentity).default([]) }

export function viewedIdentities(context: Context, journey: Journey): Promise<z.infer<typeof SavedIdentity>[]> {
  return Promise.all(journey.credentials.map((one) => viewedIdentity(context, journey, one)))
}

async function viewedIdentity(context: Context, journey: Journey, one: UsableCredential): Promise<z.infer<typeof SavedIdentity>> {
  const { row, subject, expiresAt } = one
  const { document, checkedAt } = await checkBehind(context, context.db, one)
  const isAged = journey.circumstances.aged.includes(row.id)
  return {
    id: row.id,
    commonName: wholeName(subject),
    document: document && { type: document.documentType, country: document.country },
    checkedAt,
    until: expiresAt,
    asks: isAged ? ((await whyNoStepUp(context, context.db, journey, one)) ?? 'selfie') : 'nothing',
  }
}
