// What the API shows of a signer's identity verification (specs 003, section 06).

import { z } from 'zod'
import type { VerificationView } from '../../operations/verification/get-verification'

export const Verification = z.object({
  signer_id: z.string(),
  verification_status: z.enum(['pending', 'in_progress', 'verified', 'failed']),
  method_used: z.string().nullable(),
  verified_at: z.iso.datetime().nullable(),
  /** Null until verified, and again when the retention period has ended. */
  identity: z.object({
    full_name: z.string(),
    document_type: z.enum(['passport', 'national_id', 'drivers_license']),
    document_country: z.string(),
    date_of_birth: z.string().nullable(),
    document_expiry: z.string().nullable(),
    match_score: z.number().min(0).max(1),
  }).nullable(),
  liveness_check: z.boolean(),
  failure: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
  attempts: z.object({ used: z.number().int(), allowed: z.number().int() }),
})

export function presentVerification(view: VerificationView): z.input<typeof Verification> {
  return {
    signer_id: view.signerId, verification_status: view.status, method_used: view.method, verified_at: view.verifiedAt,
    identity: view.identity && {
      full_name: view.identity.fullName, document_type: view.identity.documentType, document_country: view.identity.documentCountry,
      date_of_birth: view.identity.dateOfBirth, document_expiry: view.identity.documentExpiry, match_score: view.identity.matchScore,
    },
    liveness_check: view.livenessCheck, failure: view.failure, attempts: view.attempts,
  }
}
