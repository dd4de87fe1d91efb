// What the API shows of a signature request, its signers, their certificates and time-stamps (specs 003, section 04).

import { z } from 'zod'
import type { RequestView, SignerView } from '../../operations/request/get-signature-request'
import type { RequestPage } from '../../operations/request/list-signature-requests'

const Certificate = z.object({
  issuer: z.string(), serial: z.string(), valid_from: z.iso.date(), valid_to: z.iso.date(), qualified: z.boolean(), tsp: z.string(),
})
const Timestamp = z.object({ value: z.iso.datetime(), authority: z.string(), hash: z.string() })
const Moment = z.iso.datetime()

const Signer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  locale: z.string(),
  order: z.number().int(),
  status: z.enum(['waiting', 'pending_verification', 'verification_failed', 'verified', 'signing', 'signed', 'refused', 'expired', 'cancelled']),
  identity_verification: z.object({ method: z.string(), country: z.string().nullable() }),
  /** True when the signer changed name, address or number: what stands here is what they say. */
  data_corrected: z.boolean(),
  refusal_reason: z.string().nullable(),
  /** Null when this signer can no longer act. */
  signing_url: z.url().nullable(),
  signed_at: Moment.nullable(),
  certificate: Certificate.nullable(),
  timestamp: Timestamp.nullable(),
})

export const SignatureRequest = z.object({
  id: z.string(),
  status: z.enum(['pending', 'in_progress', 'completed', 'expired', 'cancelled']),
  signature_type: z.enum(['qes', 'aes', 'ses']),
  signing_order: z.enum(['sequential', 'parallel']),
  signature_authentication_mode: z.null(),
  livemode: z.boolean(),
  document_id: z.string(),
  document_ids: z.array(z.string()),
  documents: z.array(z.object({
    id: z.string(), name: z.string(), pages: z.number().int(), sha256: z.string(),
    signed_sha256: z.string().nullable(), signed_document_url: z.url().nullable(),
  })),
  fields: z.array(z.object({
    signer_index: z.number().int(), document_id: z.string(), page: z.number().int(), x: z.number(), y: z.number(), width: z.number(), height: z.number(),
    type: z.literal('signature'),
  })),
  /** The status page, to share with whoever follows the request. */
  signing_url: z.url(),
  /** Qualified signatures are never embedded in a frame, so there is no token for it. */
  embed_token: z.string().nullable(),
  redirect_url: z.string().nullable(),
  signed_document_url: z.url().nullable(),
  audit_trail_url: z.url().nullable(),
  signers: z.array(Signer),
  metadata: z.record(z.string(), z.json()),
  cancel_reason: z.string().nullable(),
  created_at: Moment,
  expires_at: Moment,
  completed_at: Moment.nullable(),
})

export const SignatureRequestPage = z.object({
  data: z.array(SignatureRequest),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
})

export function presentRequest(view: RequestView): z.input<typeof SignatureRequest> {
  const [first] = view.documents
  return {
    id: view.id, status: view.status, signature_type: view.signatureType, signing_order: view.ordered ? 'sequential' : 'parallel',
    signature_authentication_mode: null, livemode: view.mode === 'live',
    document_id: first?.id ?? '', document_ids: view.documents.map(({ id }) => id),
    documents: view.documents.map((d) => ({
      id: d.id, name: d.name, pages: d.pages, sha256: d.sha256, signed_sha256: d.signedSha256, signed_document_url: d.signedUrl,
    })),
    fields: view.fields.map(({ signerIndex, documentId, ...box }) => ({ signer_index: signerIndex, document_id: documentId, ...box, type: 'signature' })),
    signing_url: view.statusUrl, embed_token: null, redirect_url: view.redirectUrl,
    signed_document_url: first?.signedUrl ?? null, audit_trail_url: view.auditTrailUrl,
    signers: view.signers.map(presentSigner), metadata: view.metadata, cancel_reason: view.cancelReason,
    created_at: view.createdAt.toISOString(), expires_at: view.expiresAt.toISOString(), completed_at: view.completedAt?.toISOString() ?? null,
  }
}

export function presentPage(page: RequestPage): z.input<typeof SignatureRequestPage> {
  return { data: page.requests.map(presentRequest), has_more: page.hasMore, next_cursor: page.nextCursor }
}

function presentSigner(signer: SignerView): z.input<typeof Signer> {
  const { certificate, timestamp } = signer
  return {
    id: signer.id, name: signer.name, email: signer.email, phone: signer.phone, locale: signer.locale, order: signer.order, status: signer.status,
    identity_verification: { method: signer.method, country: signer.country }, data_corrected: signer.corrected, refusal_reason: signer.refusalReason,
    signing_url: signer.url, signed_at: signer.signedAt,
    certificate: certificate && {
      issuer: certificate.issuer, serial: certificate.serial, valid_from: day(certificate.validFrom), valid_to: day(certificate.validTo),
      qualified: certificate.qualified, tsp: certificate.tsp,
    },
    timestamp: timestamp && { value: timestamp.at.toISOString(), authority: timestamp.authority, hash: `sha256:${timestamp.sha256}` },
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
