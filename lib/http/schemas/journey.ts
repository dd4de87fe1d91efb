// The journey's wire: what its pages read (JourneyView) and the acts they may post. Cookie session only; never part of the REST API.
// GET  /api/journey/{signer}                      -> JourneyView           (polled every 2 s while something is awaited)
// POST /api/journey/{signer}/acts                 -> JourneyView           body = Act; refused with STATE_CONFLICT when not at that place
// POST /api/journey/{signer}/frames               -> FramesAccepted        multipart: `meta` (FramesMeta as JSON) + `frame` files in order
// POST /api/journey/{signer}/challenges           -> Challenge | null      reveals the next selfie challenge (null: all were shown)
// POST /api/journey/{signer}/handover             -> Handover              QR code for the phone; body HandoverInput: also by text message
// POST /api/journey/{signer}/takeover             -> JourneyView           this device becomes the active one
// GET  /api/journey/{signer}/documents/{id}       -> the file              ?download=1, else as a page may show it; unsigned until accepted, signed when done
// GET  /api/journey/{signer}/documents            -> application/zip       all of them
// GET  /api/journey/{signer}/portrait             -> image/jpeg            the document as photographed, at extracted_data only

import { z } from 'zod'
import { DOCUMENT_SIDES, DOCUMENT_TYPES, MODES } from '../../domain/event'
import { CLOSED, WAITING } from '../../domain/journey'
import { STEP_NAMES } from '../../domain/steps'
import { TEST_DOCUMENTS } from '../../operations/kernel/signer-script'
import { Email } from './email'

const DocumentType = z.enum(DOCUMENT_TYPES)
const Movement = z.enum(['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back'])
const SelfieChallenge = z.enum(['neutral', 'turn_left', 'turn_right', 'open_mouth', 'smile'])
const Stage = z.enum([...DOCUMENT_SIDES, 'selfie'])
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** What is looked up in the database: no database is asked for a NUL. */
const Id = z.string().regex(/^[\w-]{1,64}$/)
const Name = z.string().trim().min(1).max(100)
const Code = z.string().regex(/^\d{6}$/)

export const Act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('accept_terms'), texts: z.array(Sha256).min(1).max(10) }),
  z.strictObject({ act: z.literal('confirm_details') }),
  z.strictObject({
    act: z.literal('correct_details'),
    name: Name.optional(),
    phone: z.string().max(30).optional(),
    email: Email.optional(),
  }),
  z.strictObject({ act: z.literal('accept_issuance_terms'), texts: z.array(Sha256).min(1).max(10), biometric_consent: z.literal(true) }),
  z.strictObject({ act: z.literal('start_verification'), country: z.string().regex(/^[A-Z]{2}$/), document_type: DocumentType }),
  /** All frames of one side were sent: the server judges shot and movement and answers with the next place or `verification.shot_problem`. */
  z.strictObject({ act: z.literal('submit_side'), side: z.enum(DOCUMENT_SIDES), nonce: Id }),
  /** All challenges were done (or their time ran out): the server decides. */
  z.strictObject({ act: z.literal('submit_selfie') }),
  z.strictObject({ act: z.literal('abandon_verification') }),
  /** Test mode: a document of the sandbox in place of a camera; both sides and the selfie at once. */
  z.strictObject({ act: z.literal('use_test_document'), document_number: z.enum(TEST_DOCUMENTS) }),
  z.strictObject({ act: z.literal('confirm_extracted_data') }),
  z.strictObject({ act: z.literal('reject_extracted_data') }),
  z.strictObject({ act: z.literal('send_phone_code'), phone: z.string().max(30) }),
  /** `given_names`: which of the document's first names; `spelling`: 'document' (MRZ letters) or 'own' (the declared spelling, when it transliterates to the MRZ). */
  z.strictObject({
    act: z.literal('choose_names'),
    given_names: z.array(Name).min(1).max(10),
    surname: Name,
    spelling: z.enum(['document', 'own']),
    phone: z.string().max(30),
    code: Code.optional(),
  }),
  z.strictObject({ act: z.literal('create_pin'), pin: z.string().regex(/^\d{4,8}$/) }),
  z.strictObject({ act: z.literal('accept_certificate_request'), text: Sha256 }),
  z.strictObject({ act: z.literal('view_document'), document: Id, sha256: Sha256 }),
  z.strictObject({
    act: z.literal('approve_documents'),
    documents: z
      .array(z.strictObject({ id: Id, sha256: Sha256 }))
      .min(1)
      .max(20),
    text: Sha256,
  }),
  z.strictObject({ act: z.literal('start_signing'), credential: Id }),
  z.strictObject({ act: z.literal('resend_code'), activation: Id }),
  z.strictObject({ act: z.literal('sign'), activation: Id, pin: z.string().regex(/^\d{4,8}$/), code: Code }),
  z.strictObject({ act: z.literal('refuse'), reason: z.string().trim().min(1).max(1000) }),
  z.strictObject({ act: z.literal('restart') }),
  z.strictObject({ act: z.literal('set_language'), language: z.enum(['en']) }),
])
export type Act = z.infer<typeof Act>

/** A text to be accepted: plain summary, full text as Markdown, the digest the act sends back. */
const Text = z.object({
  id: z.string(),
  version: z.string(),
  date: z.string(),
  title: z.string(),
  summary: z.array(z.string()),
  body: z.string(),
  sha256: Sha256,
})
export type JourneyText = z.infer<typeof Text>

const ShotProblem = z.object({ code: z.string(), message: z.string(), advice: z.string() })

/** One field of the reading beside what the requester expected. `explanation` says in words why a difference is fine or not. */
const ReadField = z.object({
  field: z.enum([
    'surname',
    'given_names',
    'date_of_birth',
    'document_number',
    'document_expiry',
    'document_country',
    'document_type',
    'sex',
    'nationality',
  ]),
  value: z.string(),
  expected: z.string().nullable(),
  verdict: z.enum(['same', 'fine', 'differs', 'not_compared']),
  explanation: z.string().nullable(),
})

const VerificationView = z.object({
  id: z.string(),
  attempt: z.number(),
  country: z.string(),
  document_type: DocumentType,
  side: z.enum(DOCUMENT_SIDES).nullable(),
  movement: Movement.nullable(),
  nonce: z.string().nullable(),
  shot_problem: ShotProblem.nullable(),
  shots_left: z.number(),
  checks: z.array(z.object({ check: z.string(), state: z.enum(['waiting', 'running', 'passed', 'failed']) })),
})

export const JourneyView = z.object({
  version: z.number(), // sequence of the last event: rises with every change
  request_id: z.string(),
  signer_id: z.string(),
  mode: z.enum(MODES),
  qualified: z.boolean(),
  language: z.string(),
  now: z.string(),
  expires_at: z.string(),
  requester: z.object({ name: z.string(), color: z.string().nullable(), messaging: z.boolean() }),
  place: z.union([
    z.object({
      at: z.literal('step'),
      step: z.enum(STEP_NAMES),
    }),
    z.object({ at: z.literal('waiting'), for: z.enum(WAITING), signer: z.string().optional() }), // signer: name of who is awaited
    z.object({ at: z.literal('closed'), because: z.enum(CLOSED) }),
  ]),
  itinerary: z.array(z.object({ step: z.enum(STEP_NAMES), done: z.boolean() })),
  active_here: z.boolean(), // false: another device is active; show "continue there or take over"
  other_device: z.object({ connected: z.boolean(), kind: z.enum(['phone', 'desk']), since: z.string() }).nullable(),
  signer: z.object({
    name: z.string(),
    email_masked: z.string(),
    phone_masked: z.string().nullable(),
    name_corrected: z.boolean(),
    country: z.string().nullable(),
  }),
  others: z.array(z.object({ name: z.string(), status: z.string(), order: z.number() })),
  documents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(['pdf', 'docx', 'xlsx', 'xml']),
      pages: z.number(),
      size_bytes: z.number(),
      sha256: Sha256,
      viewed: z.boolean(),
      approved: z.boolean(),
      signed: z.boolean(),
      field: z.object({ page: z.number(), x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
      download: z.boolean(),
      file: z.object({ name: z.string(), size_bytes: z.number(), sha256: Sha256 }), // what is read: of a PDF the revision to be signed, else the file as uploaded
    }),
  ),
  texts: z.array(Text), // what this place asks to accept, in order
  verification: VerificationView.nullable(),
  failure: z.object({ code: z.string(), message: z.string(), advice: z.string(), attempts_left: z.number() }).nullable(), // last failed verification
  reading: z.object({ fields: z.array(ReadField), match_score: z.number(), document_image: z.boolean() }).nullable(),
  names: z
    .object({
      given_names: z.array(z.string()),
      surname: z.string(),
      own_spelling: z.object({ given_names: z.array(z.string()), surname: z.string() }).nullable(),
      phone: z.string().nullable(),
      phone_code_needed: z.boolean(),
    })
    .nullable(),
  certificate_request: z
    .object({
      common_name: z.string(),
      given_names: z.string(),
      surname: z.string(),
      country: z.string(),
      issuer: z.string(),
      valid_years: z.number(),
    })
    .nullable(),
  // phone_masked: where the codes for this certificate go; the signer's own number when absent
  credentials: z.array(
    z.object({ id: z.string(), common_name: z.string(), issuer: z.string(), not_after: z.string(), phone_masked: z.string().optional() }),
  ),
  activation: z
    .object({
      id: z.string(),
      credential: z.string(),
      phone_masked: z.string(),
      code_sent_at: z.string(),
      resend_at: z.string(),
      expires_at: z.string(),
      tries_left: z.number(),
      sends_left: z.number(),
    })
    .nullable(),
  signed_at: z.string().nullable(),
  redirect_url: z.string().nullable(), // complete, with status, request_id and signer_id
  reference: z.string(), // request id to quote to support
})
export type JourneyView = z.infer<typeof JourneyView>

export const FramesMeta = z.strictObject({
  stage: Stage,
  nonce: Id,
  /** When the page showed what to do, on the frames' clock; absent while it has not. */
  revealed_at: z.number().optional(),
  frames: z
    .array(z.strictObject({ seq: z.number().int().min(0).max(10_000), captured_at: z.number() }))
    .min(1)
    .max(24),
})
export const FramesAccepted = z.object({ accepted: z.number() })
export const Challenge = z.object({
  nonce: z.string(),
  kind: SelfieChallenge,
  index: z.number(),
  count: z.number(),
  hold_ms: z.number(),
  deadline_ms: z.number(),
})
export type Challenge = z.infer<typeof Challenge>
/** `text_message`: send the link to the signer's phone number as well; answered by `texted_to` (masked), null when it could not be sent. */
export const HandoverInput = z.strictObject({ text_message: z.boolean().optional() })
export const Handover = z.object({
  url: z.string(),
  qr_svg: z.string(),
  expires_at: z.string(),
  texted_to: z.string().nullable().optional(),
})
export type Handover = z.infer<typeof Handover>
