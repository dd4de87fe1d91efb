// What the API shows of the audit trail of one signer.

import { z } from 'zod'
import { SIGNATURE_TYPES } from '../../domain/event'
import { STEP_NAMES } from '../../domain/steps'
import { TRAIL_CARRIED, type AuditTrailView } from '../../operations/trail/get-audit-trail'
import { SHA256 } from './document'

const Moment = z.iso.datetime().meta({ examples: ['2025-01-15T11:02:41.120Z'] })
const Sha256 = z.string().meta({ examples: [SHA256] })

const CarriedTrail = z
  .object({
    type: z.literal('audit_trail'),
    version: z.literal(1),
    request: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    livemode: z.boolean().meta({ examples: [false] }),
    signature_type: z.enum(SIGNATURE_TYPES),
    signer: z.object({
      id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
      name: z
        .string()
        .nullable()
        .meta({ description: 'As the signature has it. Null once the person was erased.', examples: ['Anna Maria Kowalska'] }),
      order: z.int().meta({ examples: [1] }),
      verification_method: z
        .string()
        .meta({ description: 'How the identity was proven, or `sms_otp` or `email_link` where it was not.', examples: ['video_id'] }),
      phone_masked: z
        .string()
        .nullish()
        .meta({
          description: 'Of an advanced signature: where its code went. Null when the signer was erased.',
          examples: ['+48 ••• •• 3456'],
        }),
      tier: z.string().meta({ examples: ['eIDAS QES'] }),
    }),
    intent_to_sign: z.boolean().meta({ description: 'The signer accepted the documents for signature.', examples: [true] }),
    consent_to_electronic: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether the signer agreed to sign electronically; null where the level does not ask.', examples: [null] }),
    timestamp_utc: Moment.meta({ description: 'The claimed time of signing. The proven one is that of the time-stamp.' }),
    factors: z.array(z.string()).meta({ description: 'What the act of signing takes.', examples: [['pin', 'otp_sms']] }),
    device: z
      .string()
      .nullable()
      .meta({ description: 'The kind of device that came last.', examples: ['phone'] }),
    origin_sha256: Sha256.nullable().meta({
      description:
        'Salted, of the network address and the browser of the act, where the level keeps them. Whoever has the file learns neither: it cannot be erased any more.',
      examples: [null],
    }),
    documents: z.array(
      z.object({
        id: z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
        sha256_before_signing: Sha256,
        anchor_placement: z
          .object({ found: z.boolean().meta({ examples: [true] }), occurrences: z.int().meta({ examples: [1] }) })
          .optional()
          .meta({ description: 'Where the field was placed by a text.' }),
      }),
    ),
    accepted: z
      .array(
        z.object({
          text: z.string().meta({ examples: ['document-approval'] }),
          version: z.string().meta({ examples: ['1.1'] }),
          language: z.string().meta({ examples: ['en'] }),
          sha256: Sha256,
          at: Moment,
        }),
      )
      .meta({ description: 'The texts that the signer accepted, by the digests of their exact characters.' }),
    steps: z.array(z.object({ step: z.enum(STEP_NAMES), at: Moment, sequence: z.int().meta({ examples: [12] }) })).meta({
      description: 'The steps that the signer passed, with the numbers of their events in the evidence; the newest 50.',
    }),
    evidence: z
      .object({ events: z.int().meta({ examples: [31] }), head: Sha256 })
      .meta({ description: 'How many events the evidence had then, and the hash of the last.' }),
    signature_standard: z.string().meta({ examples: ['PAdES (ETSI EN 319 142) / ETSI.CAdES.detached'] }),
  })
  .meta({ id: 'CarriedTrail' })

export const AuditTrail = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    signed_at: Moment.nullable(),
    audit_trail: CarriedTrail.nullable().meta({
      description:
        'What each signature of this signer carries, as it was before they signed. Null until they have, and for signatures that were made before there were trails in them.',
    }),
    signatures: z
      .array(
        z.object({
          document_id: z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
          level: z.string().meta({ examples: ['PAdES-B-LTA'] }),
          sha256_before_signing: Sha256,
          sha256_after_signing: Sha256,
          certificate_serial: z.string().meta({ examples: ['3af29c1100bbee44'] }),
          timestamp: Moment.nullable().meta({ description: 'The proven time of signing.' }),
          carried: z.enum(TRAIL_CARRIED).meta({
            description:
              '`attached`: in the signature, and as files of the PDF. `in_signature`: in the signature alone, because somebody has signed before, or the PDF takes no files. `not_carried`: not in the file, which is no PDF.',
            examples: ['attached'],
          }),
          audit_trail_sha256: Sha256.nullable().meta({ description: 'Of the JSON, as the signature carries it.' }),
        }),
      )
      .meta({ description: 'What could be known only afterwards.' }),
  })
  .meta({ id: 'AuditTrail' })

export function presentAuditTrail({ signerId, signedAt, trail, signatures }: AuditTrailView): z.input<typeof AuditTrail> {
  return {
    signer_id: signerId,
    signed_at: signedAt?.toISOString() ?? null,
    audit_trail: trail && {
      ...trail,
      factors: [...trail.factors],
      documents: [...trail.documents],
      accepted: [...trail.accepted],
      steps: [...trail.steps],
    },
    signatures: signatures.map((one) => ({
      document_id: one.documentId,
      level: one.level,
      sha256_before_signing: one.sha256Before,
      sha256_after_signing: one.sha256After,
      certificate_serial: one.certificateSerial,
      timestamp: one.timestamp?.toISOString() ?? null,
      carried: one.carried,
      audit_trail_sha256: one.trailSha256,
    })),
  }
}
