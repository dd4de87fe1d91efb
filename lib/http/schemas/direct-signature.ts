// The wire of signatures that are made at once: what the call takes, and what is answered and kept.

import { z } from 'zod'
import { TRAIL_CARRIED } from '../../domain/event'
import { isPersonName } from '../../domain/person-name'
import { isPlainLine } from '../../domain/plain-text'
import type { DirectView } from '../../operations/direct/direct-row'
import type { DirectlySigned } from '../../operations/direct/sign-document'
import { DocumentName, SHA256 } from './document'
import { Anchor } from './field-input'
import { Metadata } from './signature-request'

const ID = 'sig_7Yx4kP9nQ3mB2wR1'
const NAME = 'Jane Doe'
const IDENTIFIER = 'jane@example.com'
/** Longer than any mail address. */
const LONGEST_IDENTIFIER = 254
const LONGEST_REASON = 200

const line = (most: number) =>
  z.string().trim().min(1).max(most).refine(isPlainLine, 'holds control or invisible signs, or more than one line; send one plain line')

export const SignDocumentInput = z
  .strictObject({
    document: z
      .string()
      .min(1)
      .meta({
        description:
          'The PDF: at most 12 MB of base64, a file of 9 MB (RFC 4648, section 4; line breaks are ignored). For larger ones there are signature requests.',
        contentEncoding: 'base64',
        contentMediaType: 'application/pdf',
        examples: ['JVBERi0xLjcK'],
      }),
    file_name: DocumentName.nullish().meta({
      description: 'Comes back in the answer, and stands nowhere else.',
      examples: ['contract.pdf'],
    }),
    signer: z
      .strictObject({
        name: line(100)
          .refine(
            isPersonName,
            "not a person's name; begin with a letter, and write letters, spaces, hyphens, apostrophes, points, commas and digits only",
          )
          .meta({ description: 'The name that the signature and its audit trail have.', examples: [NAME] }),
        identifier: line(LONGEST_IDENTIFIER).meta({
          description: 'By which you know this person: a mail address, or a number of yours. The file has its salted digest.',
          examples: [IDENTIFIER],
        }),
      })
      .meta({ description: 'Whom your program has signing. You declare that they meant to sign, and agreed to sign electronically.' }),
    anchor: Anchor.nullish().meta({
      description: 'Where the signature is seen: at a text, which it covers. Without it nobody sees the signature on the page.',
    }),
    require_anchor: z
      .boolean()
      .nullish()
      .meta({
        description:
          '`true`, the default: the text of `anchor` has to stand in the document, and once. `false`: one that is not found makes an invisible signature, and of several the first counts; `anchor_placement` says so.',
        examples: [true],
      }),
    reason: line(LONGEST_REASON)
      .nullish()
      .meta({
        description: 'Shown by PDF readers as the reason of the signature, instead of ours.',
        examples: ['Accepted in the customer portal'],
      }),
    metadata: Metadata.nullish().meta({
      description: 'Anything of yours: at most 50 entries and 8 KB. Comes back in answers.',
      examples: [{ contract_id: 'CNT-2025-0042' }],
    }),
  })
  .meta({
    id: 'DirectSignatureInput',
    examples: [
      { document: 'JVBERi0xLjcK', signer: { name: NAME, identifier: IDENTIFIER } },
      {
        document: 'JVBERi0xLjcK',
        file_name: 'contract.pdf',
        signer: { name: NAME, identifier: IDENTIFIER },
        anchor: { text: '{{sign:jane}}', width: 220, height: 70 },
        metadata: { contract_id: 'CNT-2025-0042' },
      },
    ],
  })
  .transform(({ signer, file_name, anchor, require_anchor, reason, metadata }) => ({
    signer,
    fileName: file_name ?? null,
    anchor: anchor ?? null,
    requireAnchor: require_anchor ?? true,
    reason: reason ?? null,
    metadata: metadata ?? {},
  }))

export const DirectSignatureParams = z
  .strictObject({
    signature_id: z
      .string()
      .regex(/^sig_\w{1,32}$/)
      .meta({ examples: [ID] }),
  })
  .transform(({ signature_id }) => ({ signatureId: signature_id }))

const Moment = z.iso.datetime().meta({ examples: ['2025-01-15T11:02:41.120Z'] })
const Sha256 = z.string().meta({ examples: [SHA256] })
const Name = z
  .string()
  .nullable()
  .meta({ description: 'Null once the person was erased.', examples: [NAME] })
const Identifier = z
  .string()
  .nullable()
  .meta({ description: 'Null once the person was erased.', examples: [IDENTIFIER] })

/** What the file carries, with what could be known only afterwards beside it. */
const DirectTrail = z
  .object({
    type: z.literal('audit_trail'),
    version: z.literal(1),
    signature: z.string().meta({ examples: [ID] }),
    livemode: z.boolean().meta({ examples: [false] }),
    signature_type: z.literal('ses'),
    organisation: z
      .object({ id: z.string().meta({ examples: ['ten_7Yx4kP9nQ3mB2wR1'] }), name: z.string().meta({ examples: ['Example Bank'] }) })
      .meta({ description: 'Whose program has asked for the signature.' }),
    signer: z.object({
      name: Name,
      identifier: Identifier.meta({ description: 'In this answer alone; the file has its digest. Null once the person was erased.' }),
      identifier_sha256: Sha256.meta({ description: 'Salted, so that the file tells nobody’s address.' }),
      verification_method: z.literal('direct').meta({ description: '`direct`: whoever has asked says who it is.' }),
      tier: z.string().meta({ examples: ['ESIGN (US) / eIDAS SES'] }),
    }),
    intent_to_sign: z.literal(true).meta({ description: 'That the person meant to sign, as `declared_by` says.' }),
    consent_to_electronic: z.literal(true).meta({ description: 'That they agreed to sign electronically, as `declared_by` says.' }),
    declared_by: z.literal('organisation').meta({ description: 'Nobody was asked here: your organisation says it.' }),
    timestamp_utc: Moment.meta({ description: 'The claimed time of signing. The proven one is that of the time-stamp.' }),
    document: z.object({
      sha256_before_signing: Sha256.meta({ description: 'Of the file as it was sent.' }),
      sha256_after_signing: Sha256.meta({ description: 'In this answer alone: no file can hold its own digest.' }),
    }),
    anchor_placement: z
      .object({
        found: z.boolean().meta({ examples: [true] }),
        occurrences: z.int().meta({ examples: [1] }),
        note: z
          .string()
          .nullable()
          .meta({ description: 'In this answer alone; for people.', examples: [null] }),
      })
      .optional()
      .meta({ description: 'Only where `anchor` was sent.' }),
    signature_standard: z.string().meta({ examples: ['PAdES (ETSI EN 319 142) / ETSI.CAdES.detached'] }),
  })
  .meta({ id: 'DirectAuditTrail' })

const FACTS = {
  id: z.string().meta({ examples: [ID] }),
  livemode: z.boolean().meta({ examples: [false] }),
  status: z.literal('signed'),
  signature_type: z.literal('ses'),
  level: z.string().meta({ examples: ['PAdES-B-LTA'] }),
  signed_at: Moment,
  timestamp: Moment.meta({ description: 'The proven time of signing.' }),
  certificate_serial: z.string().meta({ description: 'Of our seal, which signs.', examples: ['3af29c1100bbee44'] }),
  signer: z.object({ name: Name, identifier: Identifier }),
  file_name: z
    .string()
    .nullable()
    .meta({ examples: ['contract.pdf'] }),
  reason: z
    .string()
    .nullable()
    .meta({ examples: [null] }),
  metadata: z.record(z.string(), z.json()).meta({ examples: [{ contract_id: 'CNT-2025-0042' }] }),
  size_bytes: z.int().meta({ description: 'Of the signed file.', examples: [84_213] }),
  sha256_before_signing: Sha256,
  sha256_after_signing: Sha256,
  audit_trail: DirectTrail,
  audit_trail_sha256: Sha256.meta({ description: 'Of the JSON that the file carries.' }),
  carried: z.enum(TRAIL_CARRIED).meta({
    description:
      '`attached`: in the signature, and as files of the PDF. `in_signature`: in the signature alone, because the PDF takes no files.',
    examples: ['attached'],
  }),
  erased_at: Moment.nullable().meta({ description: 'When the person was erased.', examples: [null] }),
}

export const DirectSignature = z.object(FACTS).meta({ id: 'DirectSignature' })
export const SignedDocument = z
  .object({
    ...FACTS,
    document: z.string().meta({
      description: 'The signed PDF. It is not kept.',
      contentEncoding: 'base64',
      contentMediaType: 'application/pdf',
      examples: ['JVBERi0xLjcK'],
    }),
  })
  .meta({ id: 'SignedDocument' })

export function presentDirect({ row, person, trail, anchor }: DirectView): z.input<typeof DirectSignature> {
  const { name = null, identifier = null, fileName = null, reason = null, metadata = {} } = person ?? {}
  const { anchor_placement: placement, ...told } = trail
  return {
    id: row.id,
    livemode: trail.livemode,
    status: 'signed',
    signature_type: 'ses',
    level: row.level,
    signed_at: row.signedAt.toISOString(),
    timestamp: row.stampedAt.toISOString(),
    certificate_serial: row.serial,
    signer: { name, identifier },
    file_name: fileName,
    reason,
    metadata: metadata as Record<string, never>,
    size_bytes: row.sizeBytes,
    sha256_before_signing: row.sha256Before,
    sha256_after_signing: row.sha256After,
    audit_trail: {
      ...told,
      signer: { ...told.signer, identifier },
      document: { ...told.document, sha256_after_signing: row.sha256After },
      ...(placement && { anchor_placement: { ...placement, note: anchor?.note ?? null } }),
    },
    audit_trail_sha256: row.trailSha256,
    carried: row.carried as (typeof TRAIL_CARRIED)[number],
    erased_at: row.erasedAt?.toISOString() ?? null,
  }
}

export const presentSigned = ({ document, ...view }: DirectlySigned): z.input<typeof SignedDocument> => ({
  ...presentDirect(view),
  document: Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString('base64'),
})
