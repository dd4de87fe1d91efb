// What the API takes to create, find and cancel signature requests (specs 003, section 04, and 000).

import { z } from 'zod'
import { isPlainLine, isPlainText, isStorable } from '../../domain/plain-text'
import { Locale } from './document'
import { Email } from './email'

const DocumentId = z.string().regex(/^doc_\w{1,32}$/, 'not a document id; it begins with doc_')
/** The years that every database and every other program can hold, too. */
const Moment = z.iso.datetime({ offset: true, error: 'not a moment in ISO 8601 with its time zone; write it like 2026-12-01T23:59:59Z' })
  .transform((text) => new Date(text))
  .refine((moment) => moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() <= 9999, 'not a year between 1970 and 9999')

const Signer = z.strictObject({
  name: z.string().trim().min(1).max(100).refine((name) => /\p{L}/u.test(name) && isPlainLine(name) && !/\p{Cf}/u.test(name), 'not a person\'s name; write it in letters, without line breaks or invisible signs'),
  email: Email,
  phone: z.string().max(40).nullish(),
  identity_verification: z.strictObject({
    method: z.enum(['video_id', 'eidas_idp', 'bank_id', 'sms_otp']).nullish(),
    country: z.string().regex(/^[A-Z]{2}$/, 'not a country code; write two capital letters such as PL').nullish(),
  }).nullish(),
  locale: Locale.nullish(),
  order: z.int().min(1).max(1000).nullish(),
}).transform((s) => ({
  name: s.name, email: s.email, phone: s.phone ?? null, locale: s.locale ?? null, order: s.order ?? null,
  method: s.identity_verification?.method ?? null, country: s.identity_verification?.country ?? null,
}))

const Field = z.strictObject({
  signer_index: z.int().min(0).max(19),
  document_id: DocumentId.nullish(),
  page: z.int().min(1).max(100_000),
  x: z.number().min(0).max(20_000),
  y: z.number().min(0).max(20_000),
  width: z.number().positive().max(20_000),
  height: z.number().positive().max(20_000),
  type: z.literal('signature').nullish(),
}).transform(({ signer_index, document_id, type: _, ...box }) => ({ ...box, signerIndex: signer_index, documentId: document_id ?? null }))

const LARGEST_METADATA = 8 * 1024
const Metadata = z.record(z.string().min(1).max(64), z.json())
  .refine((metadata) => Object.keys(metadata).length <= 50, 'more than 50 entries')
  .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= LARGEST_METADATA, 'larger than 8 KB of JSON')
  .refine(isStorable, 'holds a NUL or half of a surrogate pair, which are no characters; leave them out')

/** Null means the same as leaving out: many programs write every field that they know. */
export const CreateSignatureRequestInput = z.strictObject({
  document_id: DocumentId.nullish(),
  document_ids: z.array(DocumentId).min(1).max(20).nullish(),
  signers: z.array(Signer).min(1, 'nobody is named; a request has 1 to 20 signers').max(20, 'more than 20; a request has 1 to 20 signers'),
  signature_type: z.enum(['qes', 'aes', 'ses']).nullish(),
  signing_order: z.enum(['sequential', 'parallel']).nullish(),
  signature_authentication_mode: z.string().max(50).nullish(),
  expires_at: Moment.nullish(),
  redirect_url: z.string().max(2000).nullish(),
  fields: z.array(Field).max(400).nullish(),
  metadata: Metadata.nullish(),
}).superRefine((input, issues) => {
  if (isAbsent(input.document_id) && isAbsent(input.document_ids)) {
    issues.addIssue({ code: 'custom', path: ['document_id'], message: 'name a document here, or several in document_ids' })
  }
  if (!isAbsent(input.document_id) && !isAbsent(input.document_ids)) {
    issues.addIssue({ code: 'custom', path: ['document_ids'], message: 'send either document_id or document_ids' })
  }
}).transform((input) => ({
  documentIds: input.document_ids ?? (isAbsent(input.document_id) ? [] : [input.document_id]),
  /** Where the caller wrote the documents, to point at. */
  documentsPointer: isAbsent(input.document_ids) ? '/document_id' as const : '/document_ids' as const,
  signers: input.signers, signatureType: input.signature_type ?? 'qes' as const, signingOrder: input.signing_order ?? null,
  authenticationMode: input.signature_authentication_mode ?? null, expiresAt: input.expires_at ?? null,
  redirectUrl: input.redirect_url ?? null, fields: input.fields ?? [], metadata: input.metadata ?? {},
}))

function isAbsent<T>(value: T | null | undefined): value is null | undefined {
  return value === undefined || value === null
}

export const RequestParams = z.strictObject({ request_id: z.string().regex(/^sreq_\w{1,32}$/) })
  .transform(({ request_id }) => ({ requestId: request_id }))

export const SignerParams = z.strictObject({ request_id: z.string().regex(/^sreq_\w{1,32}$/), signer_id: z.string().regex(/^sgn_\w{1,32}$/) })
  .transform(({ request_id, signer_id }) => ({ requestId: request_id, signerId: signer_id }))

export const CancelInput = z.strictObject({
  reason: z.string().trim().min(1).max(1000).refine(isPlainText, 'holds control or invisible signs; send plain words').nullish(),
}).transform(({ reason }) => ({ reason: reason ?? undefined }))

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
