// A referred check of identity on the wire: what the person who decides is shown, and their decision.

import { z } from 'zod'
import { DOCUMENT_TYPES } from '../../domain/capture'
import { DECISION_REASONS, DECISIONS } from '../../domain/decision'
import { isPlainText } from '../../domain/plain-text'
import type { DecidedVerification } from '../../operations/verification/decision/decide-verification'
import { COMPARISONS } from '../../operations/verification/decision/compared-fields'
import { READ_FIELDS, VerificationKind, type VerificationEvidence as Shown } from '../../operations/verification/decision/get-evidence'
import { RequestId, SignerId } from './signature-request'

const VerificationId = z
  .string()
  .regex(/^ver_\w{1,32}$/, 'not the id of a check; it begins with ver_')
  .meta({ examples: ['ver_5Tq8wL2nB7xK4mZc'] })
const ResultDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex')
  .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] })
const LONGEST_NOTE = 1000

const REASONS = [...DECISION_REASONS.approve, ...DECISION_REASONS.reject] as const

export const DecisionInput = z
  .strictObject({
    verification_id: VerificationId.meta({ description: 'The check, as its evidence names it.' }),
    result_sha256: ResultDigest.meta({ description: 'The digest in the evidence: the decision holds for exactly what was shown there.' }),
    decision: z.enum(DECISIONS),
    reasons: z
      .array(z.enum(REASONS))
      .min(1)
      .max(REASONS.length)
      .refine((reasons) => new Set(reasons).size === reasons.length, 'names a reason twice')
      .meta({
        description:
          `To approve: ${DECISION_REASONS.approve.map((reason) => `\`${reason}\``).join(', ')}. ` +
          `To reject: ${DECISION_REASONS.reject.map((reason) => `\`${reason}\``).join(', ')}; the signer is told the first, in words. ` +
          'At a step-up those of the document and its data do not fit.',
        examples: [['FACE_SAME', 'DOCUMENT_GENUINE']],
      }),
    note: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_NOTE)
      .refine(isPlainText, 'holds control or invisible signs; send plain words')
      .nullish()
      .meta({
        description: 'Why, in your words. It is kept with the check and stands in the identity proof; the evidence holds its digest.',
      }),
  })
  .meta({
    id: 'VerificationDecisionInput',
    examples: [
      {
        verification_id: 'ver_5Tq8wL2nB7xK4mZc',
        result_sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        decision: 'approve',
        reasons: ['FACE_SAME', 'DOCUMENT_GENUINE'],
        note: 'Beard since the picture was taken; scar above the left eye on both.',
      },
    ],
  })
  .transform(({ verification_id, result_sha256, note, ...rest }) => ({
    ...rest,
    verificationId: verification_id,
    resultSha256: result_sha256,
    note: note ?? null,
  }))

export const DecisionView = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    verification_id: z.string().meta({ examples: ['ver_5Tq8wL2nB7xK4mZc'] }),
    decision: z.enum(DECISIONS),
    decided_at: z.iso.datetime().meta({ examples: ['2025-01-15T10:58:12.000Z'] }),
    attempts_left: z.int().meta({ description: 'How often the signer may still try; after a rejection.', examples: [2] }),
  })
  .meta({ id: 'VerificationDecision' })

export function presentDecision(decided: DecidedVerification): z.input<typeof DecisionView> {
  return {
    signer_id: decided.signerId,
    verification_id: decided.verificationId,
    decision: decided.decision,
    decided_at: decided.decidedAt.toISOString(),
    attempts_left: decided.attemptsLeft,
  }
}

const Part = z
  .number()
  .min(0)
  .max(1)
  .meta({ examples: [0.25] })

export const EvidenceView = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    verification_id: z.string().meta({ examples: ['ver_5Tq8wL2nB7xK4mZc'] }),
    attempt: z.int().meta({ examples: [1] }),
    kind: z.enum(VerificationKind).meta({
      description:
        '`step_up`: a selfie in place of a document. It was compared with a description of the portrait of an earlier check, of which no picture is kept.',
      examples: ['document'],
    }),
    compared_with: z
      .object({ checked_at: z.iso.datetime().meta({ examples: ['2024-03-02T09:14:05.000Z'] }) })
      .nullable()
      .meta({
        description:
          'Of a step-up: when the check was with whose portrait the selfie was compared. How near it came says the finding `face_match`. Null at a check by document.',
      }),
    result_sha256: ResultDigest.meta({ description: 'Send it back with the decision.' }),
    submitted_at: z.iso
      .datetime()
      .nullable()
      .meta({ examples: ['2025-01-15T10:56:40.000Z'] }),
    referrals: z
      .array(
        z.object({
          code: z.string().meta({ examples: ['FACE_UNCERTAIN'] }),
          message: z.string().meta({ examples: ['the face resembles the portrait, but not enough to be certain'] }),
        }),
      )
      .meta({ description: 'What is not certain.' }),
    document: z.object({ type: z.enum(DOCUMENT_TYPES), country: z.string().meta({ examples: ['PL'] }) }).meta({
      description: 'As the signer chose; of a step-up, the one of the earlier check.',
    }),
    expected_name: z.string().meta({ examples: ['Anna Kowalska'] }),
    name_match: z
      .string()
      .nullable()
      .meta({ description: 'Why the name that was read is taken for the expected one, where they differ.', examples: [null] }),
    read: z
      .array(z.object({ field: z.enum(READ_FIELDS), value: z.string().meta({ examples: ['KOWALSKA'] }) }))
      .meta({ description: 'What was read from the document.' }),
    match_score: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'Null where faces were not compared.', examples: [0.61] }),
    findings: z.array(
      z.object({
        check: z.string().meta({ examples: ['face_match'] }),
        words: z.string().meta({ examples: ['face match'] }),
        passed: z.boolean().meta({ examples: [false] }),
        refers: z
          .string()
          .nullable()
          .meta({ description: 'Why it is left to you.', examples: ['FACE_UNCERTAIN'] }),
        score: z
          .number()
          .nullable()
          .meta({ examples: [0.61] }),
        threshold: z
          .number()
          .nullable()
          .meta({ examples: [0.65] }),
        model: z.string().meta({ examples: ['dlib-resnet/1'] }),
        fields: z
          .array(
            z.object({
              field: z.string().meta({ examples: ['birth_date'] }),
              comparison: z.enum(COMPARISONS),
              words: z.string().meta({ examples: ['date of birth'] }),
            }),
          )
          .meta({ description: 'The fields of the document that differ or were not read; of checks that compare fields.' }),
      }),
    ),
    pictures: z.array(
      z.object({
        picture: z.string().meta({ examples: ['document-front'] }),
        words: z.string().meta({ examples: ['Front of the document, straightened'] }),
        portrait: z
          .object({ left: Part, top: Part, right: Part, bottom: Part })
          .nullable()
          .meta({ description: 'Where the portrait is, in parts of width and height.' }),
        url: z.url().meta({
          examples: [
            'https://sign.example.com/v1/signature-requests/sreq_7Yx4kP9nQ3mB2wR1/signers/sgn_A1b2C3d4E5f6/verification/evidence/document-front',
          ],
          description: 'JPEG, with your API key. Each look is logged, the first one is part of the evidence.',
        }),
      }),
    ),
  })
  .meta({ id: 'VerificationEvidence' })
export type VerificationEvidence = z.output<typeof EvidenceView>

export function presentEvidence({ requestId, ...shown }: Shown, { baseUrl }: { baseUrl: string }): z.input<typeof EvidenceView> {
  const address = `${baseUrl}/v1/signature-requests/${requestId}/signers/${shown.signerId}/verification/evidence`
  return {
    signer_id: shown.signerId,
    verification_id: shown.verificationId,
    attempt: shown.attempt,
    kind: shown.kind,
    compared_with: shown.comparedWith && { checked_at: shown.comparedWith.checkedAt.toISOString() },
    result_sha256: shown.resultSha256,
    submitted_at: shown.submittedAt?.toISOString() ?? null,
    referrals: [...shown.referrals],
    document: shown.document,
    expected_name: shown.expectedName,
    name_match: shown.nameMatch,
    read: [...shown.read],
    match_score: shown.matchScore,
    findings: shown.findings.map(({ check, words, passed, refers = null, score = null, threshold = null, model, fields }) => ({
      check,
      words,
      passed,
      refers,
      score,
      threshold,
      model,
      fields: [...fields],
    })),
    pictures: shown.pictures.map(({ name, words, portrait }) => ({ picture: name, words, portrait, url: `${address}/${name}` })),
  }
}

export const PictureParams = z
  .strictObject({
    request_id: RequestId,
    signer_id: SignerId,
    picture: z
      .string()
      .regex(/^(?:document-(?:front|back|chip)|selfie-(?:\d{1,2}|clip))$/, 'not the name of a picture; the evidence lists them')
      .meta({ examples: ['document-front'] }),
  })
  .transform(({ request_id, signer_id, picture }) => ({ requestId: request_id, signerId: signer_id, picture }))
