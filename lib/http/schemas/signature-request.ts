// What the API takes to create, find and cancel signature requests.

import { z } from 'zod'
import { SIGNATURE_TYPES } from '../../domain/event'
import type { FieldPath } from '../../domain/problem'
import { SIGNING_ORDERS } from '../../domain/policy'
import { MOST_SIGNERS, REQUEST_STATUSES } from '../../domain/request'
import { isPlainText, isStorable } from '../../domain/plain-text'
import { LinkDelivery } from '../../operations/requests/request-rules'
import { DocumentName } from './document'
import { Anchor, Field } from './field-input'
import { DocumentId } from './ids'
import { Cursor, Limit, Moment } from './page'
import { Signer, signerPath } from './signer-input'

const LARGEST_METADATA = 8 * 1024
export const Metadata = z
  .record(z.string().min(1).max(64), z.json())
  .refine((metadata) => Object.keys(metadata).length <= 50, 'more than 50 entries')
  .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= LARGEST_METADATA, 'larger than 8 KB of JSON')
  .refine(isStorable, 'holds a NUL or half of a surrogate pair, which are no characters; leave them out')

/** A request with most of its fields, in the order that a qualified signature has. */
export const CREATION_EXAMPLE = {
  document_id: 'doc_9Xk3mN7pQr2vT8wL',
  signature_type: 'qes',
  signing_order: 'sequential',
  expires_at: '2027-03-01T23:59:59Z',
  redirect_url: 'https://yourapp.com/contract/success',
  signers: [
    {
      name: 'Anna Kowalska',
      email: 'anna.kowalska@company.com',
      phone: '+48500123456',
      identity_verification: { method: 'video_id', country: 'PL' },
      locale: 'en-GB',
      order: 1,
    },
    { name: 'John Smith', email: 'john.smith@company.com', order: 2 },
  ],
  fields: [{ signer_index: 0, page: 3, x: 72, y: 640, width: 200, height: 80, type: 'signature' }],
  metadata: { contract_id: 'CNT-2025-0042', department: 'legal' },
}
/** The shortest that works is among them, and one that brings its document along. */
const CREATION_EXAMPLES = [
  CREATION_EXAMPLE,
  { document_id: CREATION_EXAMPLE.document_id, signers: [{ name: 'Anna Kowalska', email: 'anna.kowalska@company.com' }] },
  {
    document_base64: 'JVBERi0xLjcK',
    document_title: 'Service Agreement',
    signer: { name: 'Jane Doe', email: 'jane@example.com' },
    anchor: { text: '{{sign:jane}}', width: 220, height: 70 },
  },
]

/** More than twenty signers are refused with a code of their own; far more are refused here, unread. */
const Signers = z
  .array(Signer)
  .min(1, 'nobody is named; a request has 1 to 20 signers')
  .max(1000, 'far more than 20; a request has 1 to 20 signers')
  .meta({ maxItems: MOST_SIGNERS })

/** Null means absent: many programs write every field that they know. */
export const CreateSignatureRequestInput = z
  .strictObject({
    document_id: DocumentId.nullish().meta({ description: 'What is to be signed: the id that `POST /documents` gave.' }),
    document_ids: z
      .array(DocumentId)
      .min(1)
      .max(20)
      .nullish()
      .meta({ description: 'Several documents, signed in one act; instead of `document_id`.' }),
    document_base64: z
      .string()
      .min(1)
      .nullish()
      .meta({
        description:
          'The document itself, instead of `document_id`: at most 12 MB of base64, a file of 9 MB (RFC 4648, section 4; line breaks are ignored). ' +
          'Upload larger documents with `POST /v1/documents`.',
        contentEncoding: 'base64',
        contentMediaType: 'application/pdf',
        examples: ['JVBERi0xLjcK'],
      }),
    document_title: DocumentName.nullish().meta({
      description: 'The name of the document that comes in `document_base64`.',
      examples: ['Service Agreement'],
    }),
    signers: Signers.nullish(),
    signer: Signer.nullish().meta({ description: 'The only signer, instead of `signers`.' }),
    signature_type: z.enum(SIGNATURE_TYPES).nullish().meta({
      description:
        '`qes`, the default: a qualified signature. `ses`: a simple one, made by a click of whoever opens the personal link; our seal protects the document and names the signer. `aes`: an advanced one, made with a code to the phone that you name, and a certificate for this act alone; no identity is checked.',
    }),
    signing_order: z.enum(SIGNING_ORDERS).nullish().meta({
      description:
        'Qualified signatures are `sequential`, which is the default for them. Of advanced and simple ones `parallel` is the default.',
    }),
    signature_authentication_mode: z
      .string()
      .max(50)
      .nullish()
      .meta({
        description:
          'Null or absent, or `otp_sms` at an advanced signature. At a qualified one identity is proven by document and video, at a simple one it is not checked.',
        examples: [null],
      }),
    expires_at: Moment.nullish().meta({
      description: 'Until when it can be signed; 30 days from now unless given.',
      examples: ['2025-03-01T23:59:59Z'],
    }),
    redirect_url: z
      .string()
      .max(2000)
      .nullish()
      .meta({
        description:
          'Where the last page of the journey leads. An https address, kept to the letter; `status`, `request_id` and `signer_id` are appended.',
        examples: ['https://yourapp.com/contract/success'],
      }),
    fields: z
      .array(Field)
      .max(400)
      .nullish()
      .meta({ description: 'Where signatures stand: at most one per signer and document. We place those that are missing.' }),
    anchor: Anchor.nullish().meta({ description: 'Where the only signer signs the only document: at a text. Instead of `fields`.' }),
    delivery: z.enum(LinkDelivery).nullish().meta({
      description:
        '`email`, the default: we mail each signer their link. `none`: you bring them their `signing_url`; we write only what they ask for and how it ended.',
    }),
    conversation: z
      .boolean()
      .nullish()
      .meta({
        description:
          'Whether signers of this request and you can write to each other (`messages`); as your organisation has it unless given. ' +
          'With `false` a signer’s words go by mail to the address that your organisation shows its signers, if it has one.',
        examples: [true],
      }),
    metadata: Metadata.nullish().meta({
      description: 'Anything of yours: at most 50 entries and 8 KB. Comes back in answers and webhooks.',
      examples: [{ contract_id: 'CNT-2025-0042', department: 'legal' }],
    }),
  })
  .meta({ id: 'SignatureRequestInput', examples: CREATION_EXAMPLES })
  .superRefine((input, issues) => {
    const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message })
    const documents = (['document_id', 'document_ids', 'document_base64'] as const).filter((name) => !isAbsent(input[name]))
    if (documents.length === 0) refuse('document_id', 'name a document here, several in document_ids, or send one in document_base64')
    if (documents.length > 1) refuse(documents[1] ?? '', `send only one of ${documents.join(', ')}`)
    if (!isAbsent(input.document_title) && isAbsent(input.document_base64))
      refuse('document_title', 'names the document in document_base64; leave it out')
    if (isAbsent(input.signers) && isAbsent(input.signer)) refuse('signers', 'nobody is named; a request has 1 to 20 signers')
    if (!isAbsent(input.signers) && !isAbsent(input.signer)) refuse('signer', 'send either signer or signers')
    if (isAbsent(input.anchor)) return
    if (!isAbsent(input.fields)) refuse('anchor', 'send either anchor or fields')
    if ((input.signers?.length ?? 1) > 1 || (input.document_ids?.length ?? 1) > 1) {
      refuse('anchor', 'is for one signer and one document; send fields, each with an anchor')
    }
  })
  .transform((input) => ({
    documentIds: input.document_ids ?? (isAbsent(input.document_id) ? [] : [input.document_id]),
    documentTitle: input.document_title ?? null,
    signers: input.signers ?? (input.signer ? [input.signer] : []),
    signatureType: input.signature_type ?? ('qes' as const),
    signingOrder: input.signing_order ?? null,
    authenticationMode: input.signature_authentication_mode ?? null,
    expiresAt: input.expires_at ?? null,
    redirectUrl: input.redirect_url ?? null,
    fields: input.anchor ? [{ signerIndex: 0, documentId: null, place: input.anchor }] : (input.fields ?? []),
    delivery: input.delivery ?? ('email' as const),
    conversation: input.conversation ?? null,
    metadata: input.metadata ?? {},
  }))

/** The path of a field in this caller's body: documents, signers and fields can be written in several ways. */
export function creationPath(path: FieldPath, sent: unknown): FieldPath {
  const { document_ids, document_base64, signer, anchor } = sent as z.input<typeof CreateSignatureRequestInput>
  const [first, index, ...rest] = path
  if (first === 'authenticationMode') return ['signature_authentication_mode']
  if (first === 'documentIds' && !document_ids) return [document_base64 ? 'document_base64' : 'document_id']
  if (first === 'signers' && index !== undefined) return [...(signer ? ['signer'] : [first, index]), ...signerPath(rest)]
  if (first === 'fields' && anchor) return ['anchor']
  return path
}

function isAbsent<T>(value: T | null | undefined): value is null | undefined {
  return value === undefined || value === null
}

export const RequestId = z
  .string()
  .regex(/^sreq_\w{1,32}$/)
  .meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] })
export const SignerId = z
  .string()
  .regex(/^sgn_\w{1,32}$/)
  .meta({ examples: ['sgn_A1b2C3d4E5f6'] })

export const RequestParams = z.strictObject({ request_id: RequestId }).transform(({ request_id }) => ({ requestId: request_id }))

export const SignerParams = z
  .strictObject({ request_id: RequestId, signer_id: SignerId })
  .transform(({ request_id, signer_id }) => ({ requestId: request_id, signerId: signer_id }))

export const CancelInput = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .refine(isPlainText, 'holds control or invisible signs; send plain words')
      .nullish()
      .meta({
        description: 'Told to the signers who were invited.',
        examples: ['Contract terms updated: a revised version will be sent shortly.'],
      }),
  })
  .meta({ id: 'CancelInput' })
  .transform(({ reason }) => ({ reason: reason ?? undefined }))

export const ListQuery = z.strictObject({
  status: z.enum(REQUEST_STATUSES).optional(),
  from: Moment.optional().meta({ description: 'Created at or after this moment.', examples: ['2025-01-01T00:00:00Z'] }),
  to: Moment.optional().meta({ description: 'Created at or before this moment.', examples: ['2025-02-01T00:00:00Z'] }),
  limit: Limit,
  cursor: Cursor.optional(),
})

export const DownloadQuery = z
  .strictObject({
    document_id: DocumentId.optional().meta({ description: 'Which document, where there are several.' }),
    include: z.literal('audit_trail').optional().meta({ description: 'A ZIP with the evidence instead of the bare document.' }),
  })
  .transform(({ document_id, include }) => ({ documentId: document_id ?? null, archive: include === 'audit_trail' }))
