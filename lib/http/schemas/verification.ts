// What the API shows of a signer's identity verification.

import { z } from 'zod'
import { DOCUMENT_TYPES } from '../../domain/capture'
import { DECISIONS } from '../../domain/decision'
import { VERIFICATION_STATUSES, type VerificationView } from '../../operations/verification/get-verification'

export const Verification = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    verification_status: z
      .enum(VERIFICATION_STATUSES)
      .meta({ description: '`not_required`: an advanced signature by code and a simple one check no identity.', examples: ['verified'] }),
    method_used: z
      .string()
      .nullable()
      .meta({
        description:
          '`video_id`; at an advanced signature `sms_otp`: a code to the phone that you named; at a simple one `email_link`: the link is all that is asked for.',
        examples: ['video_id'],
      }),
    verified_at: z.iso
      .datetime()
      .nullable()
      .meta({ examples: ['2025-01-15T10:58:12.000Z'] }),
    identity: z
      .object({
        full_name: z.string().meta({ description: 'As the identity document shows it.', examples: ['ANNA MARIA KOWALSKA'] }),
        document_type: z.enum(DOCUMENT_TYPES).meta({ examples: ['national_id'] }),
        document_country: z.string().meta({ description: 'ISO 3166-1 alpha-2.', examples: ['PL'] }),
        date_of_birth: z
          .string()
          .nullable()
          .meta({ examples: ['1985-04-22'] }),
        document_expiry: z
          .string()
          .nullable()
          .meta({ examples: ['2030-11-15'] }),
        match_score: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: 'How alike the face and the picture on the document are.', examples: [0.97] }),
      })
      .nullable()
      .meta({ description: 'Null until verified, and again when the retention period has ended.' }),
    liveness_check: z.boolean(),
    failure: z
      .object({
        code: z.string().meta({ examples: ['DOCUMENT_EXPIRED'] }),
        message: z.string().meta({ examples: ['The document has expired.'] }),
        advice: z.string().meta({ examples: ['Use a document that is still valid.'] }),
        match_score: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .meta({ description: 'Null when the try ended before faces were compared.', examples: [null] }),
      })
      .nullable()
      .meta({ description: 'Why the last try failed and what helps, while it counts.', examples: [null] }),
    referral: z
      .object({
        verification_id: z.string().meta({ examples: ['ver_5Tq8wL2nB7xK4mZc'] }),
        reasons: z.array(z.object({ code: z.string().meta({ examples: ['FACE_UNCERTAIN'] }), message: z.string() })),
        findings: z.array(
          z.object({
            check: z.string().meta({ examples: ['face_match'] }),
            passed: z.boolean(),
            refers: z.string().nullable().meta({ description: 'The reason for which a person decides about it.' }),
            score: z.number().nullable(),
            threshold: z.number().nullable(),
            model: z.string(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'While a person is to decide: why, and every finding.', examples: [null] }),
    decision: z
      .object({
        decision: z.enum(DECISIONS),
        decided_at: z.iso.datetime(),
        reasons: z.array(z.string()),
        decided_by: z.string().nullable().meta({ description: 'The API key, console session or member.' }),
      })
      .nullable()
      .meta({ description: 'The last decision of a person about a check of this signer.', examples: [null] }),
    attempts: z.object({
      used: z
        .number()
        .int()
        .meta({ examples: [1] }),
      allowed: z
        .number()
        .int()
        .meta({ examples: [3] }),
    }),
    step_up: z
      .object({
        status: z.enum(VERIFICATION_STATUSES).meta({ examples: ['verified'] }),
        failure: z
          .string()
          .nullable()
          .meta({ description: 'The coded reason of the last selfie that failed.', examples: [null] }),
        attempts_left: z
          .number()
          .int()
          .meta({ description: 'After them only a new check of identity is left.', examples: [3] }),
      })
      .nullable()
      .meta({
        description:
          'The selfie of a signer who signs with an identity of before, where your organisation asks for one because the check is too old. ' +
          'Null where none was asked for. It is compared with the portrait of that check and is no check of identity: there is no identity proof of it.',
        examples: [null],
      }),
  })
  .meta({ id: 'Verification' })

export function presentVerification(view: VerificationView): z.input<typeof Verification> {
  return {
    signer_id: view.signerId,
    verification_status: view.status,
    method_used: view.method,
    verified_at: view.verifiedAt?.toISOString() ?? null,
    identity: view.identity && {
      full_name: view.identity.fullName,
      document_type: view.identity.documentType,
      document_country: view.identity.documentCountry,
      date_of_birth: view.identity.dateOfBirth,
      document_expiry: view.identity.documentExpiry,
      match_score: view.identity.matchScore,
    },
    liveness_check: view.livenessCheck,
    failure: view.failure && {
      code: view.failure.code,
      message: view.failure.message,
      advice: view.failure.advice,
      match_score: view.failure.matchScore,
    },
    referral: view.referral && {
      verification_id: view.referral.verificationId,
      reasons: [...view.referral.reasons],
      findings: view.referral.findings.map(({ check, passed, refers = null, score = null, threshold = null, model }) => ({
        check,
        passed,
        refers,
        score,
        threshold,
        model,
      })),
    },
    decision: view.decision && {
      decision: view.decision.decision,
      decided_at: view.decision.decidedAt.toISOString(),
      reasons: [...view.decision.reasons],
      decided_by: view.decision.decidedBy,
    },
    attempts: view.attempts,
    step_up: view.stepUp && { status: view.stepUp.status, failure: view.stepUp.failure, attempts_left: view.stepUp.triesLeft },
  }
}
