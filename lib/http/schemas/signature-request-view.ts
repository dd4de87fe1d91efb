// What the API shows of a signature request, its signers, their certificates and time-stamps.

import { z } from 'zod'
import { REVOCATION_STATUSES } from '../../crypto/revocation'
import { SIGNATURE_FAILURES, SIGNATURE_TYPES } from '../../domain/event'
import { SIGNING_ORDERS } from '../../domain/policy'
import { REQUEST_STATUSES, SIGNER_STATUSES } from '../../domain/request'
import type { RequestView, SignerView } from '../../operations/requests/get-signature-request'
import { LinkDelivery } from '../../operations/requests/request-rules'
import type { RequestPage } from '../../operations/requests/list-signature-requests'
import { SHA256 } from './document'

const Certificate = z
  .object({
    issuer: z.string().meta({ examples: ['Krajowa Izba Rozliczeniowa S.A.'] }),
    serial: z.string().meta({ examples: ['3A:F2:9C:11:00:BB:EE:44'] }),
    valid_from: z.iso.date().meta({ examples: ['2024-06-01'] }),
    valid_to: z.iso.date().meta({ examples: ['2029-06-01'] }),
    qualified: z.boolean().meta({
      description:
        'False for everything that the test trust service issues, for certificates of advanced signatures, and for the seal of simple ones.',
    }),
    tsp: z.string().meta({ description: 'The trust service provider.', examples: ['CERTUM Certification Centre'] }),
    status: z
      .enum(REVOCATION_STATUSES)
      .exclude(['unknown'])
      .meta({ description: 'As OCSP answers; what was signed before the revocation stays signed.' }),
    revoked_at: z.iso
      .datetime()
      .nullable()
      .meta({ examples: [null] }),
  })
  .meta({ id: 'Certificate' })
const Timestamp = z
  .object({
    value: z.iso.datetime().meta({ examples: ['2025-01-15T11:02:45.321Z'] }),
    authority: z.string().meta({ examples: ['CERTUM TSA'] }),
    hash: z.string().meta({ description: 'The digest that was stamped.', examples: [`sha256:${SHA256}`] }),
  })
  .meta({ id: 'Timestamp' })
const Moment = z.iso.datetime().meta({ examples: ['2025-01-15T11:02:46.000Z'] })

export const Signer = z
  .object({
    id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    name: z.string().meta({ examples: ['Anna Kowalska'] }),
    email: z.string().meta({ examples: ['anna.kowalska@company.com'] }),
    phone: z
      .string()
      .nullable()
      .meta({ examples: ['+48500123456'] }),
    locale: z.string().meta({ examples: ['en-GB'] }),
    order: z
      .number()
      .int()
      .meta({ description: 'When it is their turn: lower goes first.', examples: [1] }),
    status: z.enum(SIGNER_STATUSES).meta({
      description: '`waiting` for those before them; then from the invitation (`pending_verification`) to `signed`.',
      examples: ['signed'],
    }),
    identity_verification: z.object({
      method: z.string().meta({ examples: ['video_id'] }),
      country: z
        .string()
        .nullable()
        .meta({ examples: ['PL'] }),
    }),
    data_corrected: z.boolean().meta({
      description: 'True when the signer changed name, address or number: what stands here is what they say.',
      examples: [false],
    }),
    refusal_reason: z
      .string()
      .nullable()
      .meta({ description: 'Why they will not sign, in their words.', examples: [null] }),
    signature_failure: z
      .enum(SIGNATURE_FAILURES)
      .nullable()
      .meta({
        description:
          'Why the signature that they had authorised could not be made, as in `signer.signature_failed`. With `document` the file takes no signature: cancel the request and send another file. Else they can sign again.',
        examples: [null],
      }),
    signing_url: z
      .url()
      .nullable()
      .meta({
        description: 'The personal address of this signer; treat it as a secret. Null when they can no longer act, or are not invited yet.',
        examples: ['https://sign.example.com/s/A1b2C3d4E5f6'],
      }),
    signed_at: Moment.nullable(),
    certificate: Certificate.nullable().meta({
      description: 'Null until signed. Of an advanced signature: the one for this act. Of a simple one: that of the seal.',
    }),
    timestamp: Timestamp.nullable().meta({ description: 'The time-stamp of the signature. Null until signed.' }),
  })
  .meta({ id: 'Signer' })

const AnchorPlacement = z
  .object({
    found: z.boolean().meta({ description: 'False: the text is not in the document, and the signature is invisible.', examples: [true] }),
    occurrences: z
      .number()
      .int()
      .meta({ description: 'How often the text occurs. The signature stands at the first.', examples: [1] }),
    note: z
      .string()
      .nullable()
      .meta({ description: 'What is worth knowing about the place, for people.', examples: [null] }),
  })
  .meta({ id: 'AnchorPlacement', description: 'Of a field that was placed by an `anchor`; null where it was not.' })

export const SignatureRequest = z
  .object({
    id: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    status: z.enum(REQUEST_STATUSES).meta({
      description: '`pending` until the first signature, `in_progress` until the last.',
      examples: ['completed'],
    }),
    signature_type: z.enum(SIGNATURE_TYPES),
    signing_order: z.enum(SIGNING_ORDERS),
    signature_authentication_mode: z.null().meta({ description: 'Identity is never proven by a code.' }),
    livemode: z.boolean().meta({ description: 'Whether a live key made it.', examples: [false] }),
    document_id: z.string().meta({ description: 'The first document.', examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
    document_ids: z.array(z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] })),
    documents: z.array(
      z.object({
        id: z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
        name: z.string().meta({ examples: ['Q1 2025 Service Agreement'] }),
        pages: z
          .number()
          .int()
          .meta({ examples: [4] }),
        sha256: z.string().meta({ description: 'Of the upload.', examples: [SHA256] }),
        signed_sha256: z
          .string()
          .nullable()
          .meta({ description: 'Of the newest signed state.', examples: [[...SHA256].reverse().join('')] }),
        signed_document_url: z
          .url()
          .nullable()
          .meta({ examples: ['https://sign.example.com/v1/files/Pq4Zt8/signed.pdf'] }),
      }),
    ),
    fields: z
      .array(
        z.object({
          signer_index: z
            .number()
            .int()
            .meta({ examples: [0] }),
          document_id: z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
          page: z
            .number()
            .int()
            .meta({ examples: [3] }),
          x: z.number().meta({ examples: [72] }),
          y: z.number().meta({ examples: [640] }),
          width: z.number().meta({ examples: [200] }),
          height: z.number().meta({ examples: [80] }),
          type: z.literal('signature'),
          anchor_placement: AnchorPlacement.nullable(),
        }),
      )
      .meta({ description: 'Where each signature stands, those that we placed included.' }),
    signing_url: z.url().meta({
      description: 'The status page, to share with anybody who follows the request.',
      examples: ['https://sign.example.com/r/7Yx4kP9nQ3mB2wR1'],
    }),
    embed_token: z
      .string()
      .nullable()
      .meta({
        description: 'Nothing is embedded in a frame, so there is no token for it: null.',
        examples: [null],
      }),
    redirect_url: z
      .string()
      .nullable()
      .meta({ examples: ['https://yourapp.com/contract/success'] }),
    delivery: z.enum(LinkDelivery).meta({ description: 'Who brings the links to the signers: `email`, we do; `none`, you do.' }),
    conversation: z
      .boolean()
      .nullable()
      .meta({
        description: 'Whether signers and you can write to each other, as you sent it; null: as your organisation has it.',
        examples: [null],
      }),
    signed_document_url: z
      .url()
      .nullable()
      .meta({
        description: 'The first document, signed. Opens without a key for a while; read the request again for a fresh address.',
        examples: ['https://sign.example.com/v1/files/Pq4Zt8/signed.pdf'],
      }),
    audit_trail_url: z
      .url()
      .nullable()
      .meta({ description: 'Who did what and when, as a PDF.', examples: ['https://sign.example.com/v1/files/Ws6Vb1/audit-trail.pdf'] }),
    signers: z.array(Signer),
    metadata: z
      .record(z.string(), z.json())
      .meta({ description: 'As you sent it.', examples: [{ contract_id: 'CNT-2025-0042', department: 'legal' }] }),
    cancel_reason: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    created_at: Moment,
    expires_at: Moment,
    completed_at: Moment.nullable(),
  })
  .meta({ id: 'SignatureRequest' })

export const SignatureRequestPage = z
  .object({
    data: z.array(SignatureRequest),
    has_more: z.boolean(),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Null on the last page.', examples: ['eyJjIjoxNzM2OTM3MjYyfQ'] }),
  })
  .meta({ id: 'SignatureRequestPage' })

export function presentRequest(view: RequestView): z.input<typeof SignatureRequest> {
  const [first] = view.documents
  return {
    id: view.id,
    status: view.status,
    signature_type: view.signatureType,
    signing_order: view.ordered ? 'sequential' : 'parallel',
    signature_authentication_mode: null,
    livemode: view.mode === 'live',
    document_id: first?.id ?? '',
    document_ids: view.documents.map(({ id }) => id),
    documents: view.documents.map((d) => ({
      id: d.id,
      name: d.name,
      pages: d.pages,
      sha256: d.sha256,
      signed_sha256: d.signedSha256,
      signed_document_url: d.signedUrl,
    })),
    fields: view.fields.map(({ signerIndex, documentId, anchorPlacement, ...box }) => ({
      signer_index: signerIndex,
      document_id: documentId,
      ...box,
      type: 'signature',
      anchor_placement: anchorPlacement,
    })),
    signing_url: view.statusUrl,
    embed_token: null,
    redirect_url: view.redirectUrl,
    delivery: view.delivery,
    conversation: view.conversation,
    signed_document_url: first?.signedUrl ?? null,
    audit_trail_url: view.auditTrailUrl,
    signers: view.signers.map(presentSigner),
    metadata: view.metadata,
    cancel_reason: view.cancelReason,
    created_at: view.createdAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
    completed_at: view.completedAt?.toISOString() ?? null,
  }
}

export function presentPage(page: RequestPage): z.input<typeof SignatureRequestPage> {
  return { data: page.requests.map(presentRequest), has_more: page.hasMore, next_cursor: page.nextCursor }
}

export function presentSigner(signer: SignerView): z.input<typeof Signer> {
  const { certificate, timestamp } = signer
  return {
    id: signer.id,
    name: signer.name,
    email: signer.email,
    phone: signer.phone,
    locale: signer.locale,
    order: signer.order,
    status: signer.status,
    identity_verification: { method: signer.method, country: signer.country },
    data_corrected: signer.corrected,
    refusal_reason: signer.refusalReason,
    signature_failure: signer.signatureFailure,
    signing_url: signer.url,
    signed_at: signer.signedAt?.toISOString() ?? null,
    certificate: certificate && {
      issuer: certificate.issuer,
      serial: certificate.serial,
      valid_from: day(certificate.validFrom),
      valid_to: day(certificate.validTo),
      qualified: certificate.qualified,
      tsp: certificate.tsp,
      status: certificate.revokedAt === null ? 'good' : 'revoked',
      revoked_at: certificate.revokedAt?.toISOString() ?? null,
    },
    timestamp: timestamp && { value: timestamp.at.toISOString(), authority: timestamp.authority, hash: `sha256:${timestamp.sha256}` },
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
