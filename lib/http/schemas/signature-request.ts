// What the API takes to create, find and cancel signature requests (specs 003, section 04, and 000).

import { z } from 'zod'
import { Locale } from './document'

const DocumentId = z.string().regex(/^doc_\w{1,32}$/, 'not a document id; it begins with doc_')
const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const Signer = z.strictObject({
  name: z.string().trim().min(1).max(100).refine((name) => /\p{L}/u.test(name) && !/[\p{Cc}\p{Cs}]/u.test(name), 'not a person\'s name'),
  email: z.email('not a mail address').max(254),
  phone: z.string().max(40).nullish(),
  identity_verification: z.strictObject({
    method: z.enum(['video_id', 'eidas_idp', 'bank_id', 'sms_otp']).optional(),
    country: z.string().regex(/^[A-Z]{2}$/, 'not a country code; write two capital letters such as PL').optional(),
  }).optional(),
  locale: Locale.optional(),
  order: z.int().min(1).max(1000).optional(),
}).transform((s) => ({
  name: s.name, email: s.email, phone: s.phone ?? null, locale: s.locale ?? null, order: s.order ?? null,
  method: s.identity_verification?.method ?? null, country: s.identity_verification?.country ?? null,
}))

const Field = z.strictObject({
  signer_index: z.int().min(0).max(19),
  document_id: DocumentId.optional(),
  page: z.int().min(1).max(100_000),
  x: z.number().min(0).max(20_000),
  y: z.number().min(0).max(20_000),
  width: z.number().positive().max(20_000),
  height: z.number().positive().max(20_000),
  type: z.literal('signature').default('signature'),
}).transform(({ signer_index, document_id, type: _, ...box }) => ({ ...box, signerIndex: signer_index, documentId: document_id ?? null }))

const LARGEST_METADATA = 8 * 1024
const Metadata = z.record(z.string().min(1).max(64), z.json())
  .refine((metadata) => Object.keys(metadata).length <= 50, 'more than 50 entries')
  .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= LARGEST_METADATA, 'larger than 8 KB of JSON')

export const CreateSignatureRequestInput = z.strictObject({
  document_id: DocumentId.optional(),
  document_ids: z.array(DocumentId).min(1).max(20).optional(),
  signers: z.array(Signer).min(1).max(20),
  signature_type: z.enum(['qes', 'aes', 'ses']).default('qes'),
  signing_order: z.enum(['sequential', 'parallel']).optional(),
  signature_authentication_mode: z.string().max(50).nullish(),
  expires_at: Moment.optional(),
  redirect_url: z.string().max(2000).nullish(),
  fields: z.array(Field).max(400).default([]),
  metadata: Metadata.default({}),
}).superRefine((input, issues) => {
  if (input.document_id === undefined && input.document_ids === undefined) {
    issues.addIssue({ code: 'custom', path: ['document_id'], message: 'name a document here, or several in document_ids' })
  }
  if (input.document_id !== undefined && input.document_ids !== undefined) {
    issues.addIssue({ code: 'custom', path: ['document_ids'], message: 'send either document_id or document_ids' })
  }
}).transform((input) => ({
  documentIds: input.document_ids ?? (input.document_id === undefined ? [] : [input.document_id]),
  /** Where the caller wrote the documents, to point at. */
  documentsPointer: input.document_ids === undefined ? '/document_id' as const : '/document_ids' as const,
  signers: input.signers, signatureType: input.signature_type, signingOrder: input.signing_order ?? null,
  authenticationMode: input.signature_authentication_mode ?? null, expiresAt: input.expires_at ?? null,
  redirectUrl: input.redirect_url ?? null, fields: input.fields, metadata: input.metadata,
}))

export const RequestParams = z.strictObject({ request_id: z.string().regex(/^sreq_\w{1,32}$/) })
  .transform(({ request_id }) => ({ requestId: request_id }))

export const SignerParams = z.strictObject({ request_id: z.string().regex(/^sreq_\w{1,32}$/), signer_id: z.string().regex(/^sgn_\w{1,32}$/) })
  .transform(({ request_id, signer_id }) => ({ requestId: request_id, signerId: signer_id }))

export const CancelInput = z.strictObject({ reason: z.string().trim().min(1).max(1000).optional() })

export const ListQuery = z.strictObject({
  status: z.enum(['pending', 'in_progress', 'completed', 'expired', 'cancelled']).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  limit: z.string().regex(/^\d{1,3}$/, 'not a whole number').transform(Number).pipe(z.int().min(1).max(100)).default(20),
  cursor: z.string().max(500).optional(),
})

export const DownloadQuery = z.strictObject({
  document_id: DocumentId.optional(),
  include: z.literal('audit_trail').optional(),
}).transform(({ document_id, include }) => ({ documentId: document_id ?? null, archive: include === 'audit_trail' }))
