// The wire of validation: what each signature of a document proves, as EN 319 102-1 judges it too.

import { z } from 'zod'
import { REVOCATION_STATUSES } from '../../crypto/revocation'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { SHA256 } from './document'
import { CertificateClaims, presentQualification, Qualification, TimestampQualification } from './qualification'
import { CHANGE_KINDS, INDICATIONS, PROVEN_LEVELS, SUB_INDICATIONS, TRUSTED_LISTS } from '../../operations/validation/shown-signature'
import type { ShownEvidence } from '../../operations/validation/judge-evidence'
import type { ValidatedDocument } from '../../operations/validation/judge-file'
import { REPORT_FORMATS } from '../../operations/validation/report-formats'
import type { ShownTimestamp } from '../../operations/validation/shown-timestamp'
import type { VerifiedFile } from '../../operations/validation/verify-for-anyone'

/** Beside the file. */
export const ValidateInput = z
  .strictObject({
    report: z
      .enum(REPORT_FORMATS)
      .optional()
      .meta({
        description: 'Answers the report as a file instead: `pdf` for people, `xml` as ETSI TS 119 102-2 has it.',
        examples: ['xml'],
      }),
    sealed: z
      .string()
      .regex(/^(?:true|false)$/, 'write true or false')
      .optional()
      .meta({ description: 'Puts the seal of this service and its time-stamps on the report, if this is `true`.', examples: ['true'] }),
  })
  .refine(({ report, sealed }) => report !== undefined || sealed !== 'true', {
    error: 'ask for a report, which is what is sealed',
    path: ['report'],
  })
  .transform(({ sealed, ...input }) => ({ ...input, sealed: sealed === 'true' }))

/** What the page /verify asks for. */
export const ReportQuery = z.strictObject({ format: z.enum(REPORT_FORMATS) })

const ChangeAfterSigning = z.object({
  kind: z.enum(CHANGE_KINDS).meta({ description: 'What was changed. New kinds may come at any time.', examples: ['form_fill'] }),
  page: z
    .int()
    .positive()
    .nullable()
    .meta({ description: 'The page, counted from 1, where the change has one.', examples: [1] }),
  field: z
    .string()
    .nullable()
    .meta({ description: 'The qualified name of the form field, where the change has one.', examples: ['salary'] }),
  allowed: z.boolean().meta({
    description:
      'Whether this signature, those before it and a certification allow it. Where one is not allowed, the signature is not valid.',
    examples: [true],
  }),
  message: z.string().meta({ examples: ['A form field was filled in with another value.'] }),
})

const ValidatedSignature = z.object({
  signer_name: z
    .string()
    .nullable()
    .meta({ description: 'As the certificate says; null when it names nobody or cannot be read.', examples: ['Anna Maria Kowalska'] }),
  signed_for: z.array(z.string()).meta({
    description:
      'The people for whom a seal was put on the document, as whoever sealed it claims. No certificate proves it: of these people it is a simple signature. ' +
      'Empty where the certificate names a person.',
    examples: [[]],
  }),
  one_act: z.boolean().meta({
    description:
      'Whether the certificate was issued by the connected provider for this one act of signing: not qualified. Its name is as the requester declared it, and nobody checked an ' +
      'identity; who signed had typed in a code that went to the phone of that declaration. Of an advanced signature made by QSignHub, this is what can be told.',
    examples: [false],
  }),
  pseudonym: z.boolean().meta({ description: 'Whether the certificate says that its name is a pseudonym.', examples: [false] }),
  signed_at: z.iso
    .datetime()
    .nullable()
    .meta({
      description: 'As its time-stamp proves; as the signer’s software claims where `timestamp_valid` is false.',
      examples: ['2025-01-15T11:02:45.321Z'],
    }),
  best_signature_time: z.iso
    .datetime()
    .nullable()
    .meta({
      description: 'Since when the signature provably exists: the earliest valid time-stamp over it. EN 319 102-1 judges it as of then.',
      examples: ['2025-01-15T11:02:45.000Z'],
    }),
  signature_level: z.enum(PROVEN_LEVELS).meta({
    description:
      'By the trusted lists. `QES`: qualified certificate for signatures, key in a qualified device. `QESeal`: the same of a seal. `AdESQC`, `AdESealQC`: qualified ' +
      'certificate, other device. `AdES`: anything else that is intact. `unknown`: broken. What is not proven yet stands in `indication`. With `test: true` it is ' +
      'what the signature would be if its certificate were not a TEST certificate: it is not qualified.',
    examples: ['QES'],
  }),
  certificate_valid: z
    .boolean()
    .meta({ description: 'Issued by a trusted authority, valid and not revoked when the signature was made.', examples: [true] }),
  certificate_issuer: z
    .string()
    .nullable()
    .meta({ examples: ['Krajowa Izba Rozliczeniowa S.A.'] }),
  trusted_list: z.enum(TRUSTED_LISTS).meta({
    description:
      '`EU_TRUSTED`: an authority on a trusted list of a member state, or the connected qualified provider. `TEST`: the test trust service of this ' +
      'installation, which test keys alone trust. `NOT_TRUSTED`: anybody else; the signature may be intact all the same, but who stands behind its certificate is not vouched for here.',
    examples: ['EU_TRUSTED'],
  }),
  certificate: CertificateClaims,
  qualification: Qualification,
  document_integrity: z
    .boolean()
    .meta({ description: 'The document is unaltered since this signature, but for what signatures allow.', examples: [true] }),
  timestamp_valid: z.boolean().meta({ examples: [true] }),
  timestamp_qualification: TimestampQualification,
  ocsp_status: z.enum(REVOCATION_STATUSES).meta({
    description:
      'Of certificates from the connected provider: what its responder says at this moment, so that one revoked after signing shows `revoked` while `valid` ' +
      'stays true. Of others: what the document itself proves for the time of signing.',
    examples: ['good'],
  }),
  test: z.boolean().meta({ description: 'Made with the test trust service: without legal effect.', examples: [false] }),
  indication: z.enum(INDICATIONS).meta({ description: 'EN 319 102-1, 5.1.3.', examples: ['TOTAL-PASSED'] }),
  sub_indication: z
    .enum(SUB_INDICATIONS)
    .nullable()
    .meta({
      description: 'EN 319 102-1, tables 5 and 6: the first reason in the words of the standard. Null for TOTAL-PASSED.',
      examples: [null],
    }),
  reasons: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .meta({ description: 'Why it is not, or not fully, valid.', examples: [[]] }),
  signature_format: z.string().meta({ description: '`PAdES`, `XAdES`, `CAdES` or `other`.', examples: ['PAdES'] }),
  baseline_level: z
    .string()
    .nullable()
    .meta({ description: 'The highest baseline level whose demands are met.', examples: ['PAdES-B-LTA'] }),
  covers_whole_document: z
    .boolean()
    .meta({ description: 'False where something follows it, such as a later signature or an archive time-stamp.', examples: [true] }),
  countersigns: z
    .int()
    .positive()
    .nullable()
    .meta({
      description:
        'Of a counter-signature: the place in this list, counted from 1, of the signature that it is over instead of the document.',
      examples: [null],
    }),
  signed_bytes: z
    .int()
    .nullable()
    .meta({
      description:
        'Of a PDF: how many bytes from its beginning are the revision that was signed; what follows came later. Null for containers and XML.',
      examples: [48_213],
    }),
  audit_trail: z
    .object({
      sha256: z.string().meta({ description: 'Of the JSON, as the signature carries it.', examples: [SHA256] }),
      attached: z.boolean().meta({
        description: 'Whether the document holds it as an attached file too, where any reader shows it.',
        examples: [true],
      }),
    })
    .nullable()
    .meta({
      description:
        'The audit trail that this signature carries and covers, where it was made by QSignHub: how the signer came to it, in the words of whoever made it. Null where there is none.',
    }),
  changes: z.array(ChangeAfterSigning).meta({
    description:
      'All that happened to a PDF after this signature, the allowed changes too, those that are not allowed first; at most 100, and fewer where more than 20 have signed. Validation data, ' +
      'time-stamps and later signatures are among them. Empty for containers and XML.',
    examples: [[{ kind: 'form_fill', page: 1, field: 'salary', allowed: true, message: 'A form field was filled in with another value.' }]],
  }),
})

const ValidatedTimestamp = z.object({
  stamped_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Null where the time-stamp cannot be read.', examples: ['2025-01-15T11:02:46.000Z'] }),
  authority: z
    .string()
    .nullable()
    .meta({ examples: ['Krajowa Izba Rozliczeniowa S.A. TSA'] }),
  valid: z.boolean().meta({ description: 'Whether it proves that all before it existed at this time.', examples: [true] }),
  reasons: z.array(z.object({ code: z.string(), message: z.string() })).meta({ description: 'Why it proves nothing.', examples: [[]] }),
  covers_whole_document: z.boolean().meta({ examples: [true] }),
  qualification: TimestampQualification,
  test: z.boolean().meta({ description: 'Made with the test trust service: without legal effect.', examples: [false] }),
})

export const Validation = z
  .object({
    valid: z.boolean().meta({ description: 'There is a signature, and every signature is valid.', examples: [true] }),
    signatures: z.array(ValidatedSignature).meta({ description: 'In the order of signing.' }),
    timestamps: z.array(ValidatedTimestamp).meta({
      description:
        'Time-stamps over the whole document, such as archive time-stamps. One that is broken proves nothing; the signatures before it may hold all the same, at ' +
        'a lower `baseline_level`.',
    }),
  })
  .meta({ id: 'Validation' })

export function presentValidation({ valid, signatures, timestamps }: ValidatedDocument): z.input<typeof Validation> {
  return { valid, signatures: signatures.map(presentSignature), timestamps: timestamps.map(presentTimestamp) }
}

type Shown = z.output<typeof Validation>
type Evidence = Pick<ShownEvidence, 'ended' | 'signers' | 'events' | 'checks'> & {
  request_id: string | null
  created_at: string | null
  sealed_at: string | null
  documents: { name: string; validation: Shown | null }[]
}

/** What the page /verify is told: the same, which file it is about, what to think of it, and what an archive of evidence says. */
export type Verified = Shown & { sha256: string } & (
    | { verdict: Extract<VerifiedFile, { evidence: null }>['verdict']; evidence: null }
    | { verdict: Exclude<VerifiedFile, { evidence: null }>['verdict']; evidence: Evidence }
  )

export function presentVerified({ sha256, verdict, evidence, ...judged }: VerifiedFile): Verified {
  const shown = { ...presentValidation(judged), sha256 }
  return evidence === null ? { ...shown, verdict, evidence } : { ...shown, verdict, evidence: presentEvidence(evidence) }
}

function presentEvidence({ request, createdAt, ended, signers, sealedAt, events, checks, documents }: ShownEvidence): Evidence {
  return {
    request_id: request,
    created_at: createdAt,
    ended,
    signers,
    sealed_at: sealedAt,
    events,
    checks,
    documents: documents.map(({ name, judged }) => ({ name, validation: judged && presentValidation(judged) })),
  }
}

function presentSignature(one: ValidatedDocument['signatures'][number]): z.input<typeof ValidatedSignature> {
  return {
    signer_name: one.signerName,
    signed_for: [...one.signedFor],
    one_act: one.oneAct,
    pseudonym: one.pseudonym,
    signed_at: one.signedAt?.toISOString() ?? null,
    best_signature_time: one.bestSignatureTime?.toISOString() ?? null,
    signature_level: one.level,
    certificate_valid: one.certificateValid,
    certificate_issuer: one.certificateIssuer,
    trusted_list: one.trustedList,
    certificate: one.claims && { policy_oids: [...one.claims.policies], qc_statements: [...one.claims.qcStatements] },
    qualification: presentQualification(one.qualification),
    document_integrity: one.documentIntegrity,
    timestamp_valid: one.timestampValid,
    timestamp_qualification: one.timestampQualification,
    ocsp_status: one.ocspStatus,
    test: one.test,
    indication: one.indication,
    sub_indication: one.subIndication,
    reasons: explained(one.reasons),
    signature_format: one.format,
    baseline_level: one.baseline,
    covers_whole_document: one.coversWholeDocument,
    countersigns: one.countersigns,
    signed_bytes: one.signedBytes,
    audit_trail: one.auditTrail,
    changes: one.changes.map(presentChange),
  }
}

export function presentChange({
  kind,
  page,
  field,
  allowed,
}: ValidatedDocument['signatures'][number]['changes'][number]): z.input<typeof ChangeAfterSigning> {
  return { kind, page: page ?? null, field: field ?? null, allowed, message: wording(DEFAULT_LANGUAGE, 'changes')(kind) }
}

function presentTimestamp(one: ShownTimestamp): z.input<typeof ValidatedTimestamp> {
  return {
    stamped_at: one.stampedAt?.toISOString() ?? null,
    authority: one.authority,
    valid: one.valid,
    reasons: explained(one.reasons),
    covers_whole_document: one.coversWholeDocument,
    qualification: one.qualification,
    test: one.test,
  }
}

const explained = (reasons: ShownTimestamp['reasons']) =>
  reasons.map((code) => ({ code, message: wording(DEFAULT_LANGUAGE, 'validation')(code) }))
