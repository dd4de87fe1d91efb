// Why the last check of identity failed, shown where the signer may try again, and where no tries are left.

import { z } from 'zod'
import { attemptsLeft } from '../../../domain/signer-state'
import type { Journey } from '../../journey/standing'
import { DocumentType } from '../document/verification-view'
import { reasonWords } from '../../verification/reason-words'

export const failureShown = {
  failure: z
    .object({
      code: z.string(),
      message: z.string(),
      advice: z.string(),
      attemptsLeft: z.number(),
      // What was chosen for the check that failed: the next one begins with it.
      country: z.string(),
      documentType: DocumentType,
    })
    .nullable()
    .default(null),
}

export function viewedFailure({ signer, language }: Journey) {
  const { verification } = signer
  if (verification?.status !== 'failed' || verification.reason === undefined) return null
  const { country, documentType } = verification
  return {
    code: verification.reason,
    ...reasonWords(language, verification.reason),
    attemptsLeft: attemptsLeft(signer),
    country,
    documentType,
  }
}
