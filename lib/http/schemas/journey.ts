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
import { DOCUMENT_SIDES, MODES } from '../../domain/event'
import { CLOSED, WAITING } from '../../domain/journey'
import { STEP_NAMES } from '../../domain/steps'
import { ACTS, type Act as Acts } from '../../operations/acts'
import { SHOWN } from '../../operations/steps/registry'
import { Id, Sha256 } from '../../operations/steps/step-operations'

const SelfieChallenge = z.enum(['neutral', 'turn_left', 'turn_right', 'open_mouth', 'smile'])
const Stage = z.enum([...DOCUMENT_SIDES, 'selfie'])

/** Each act by its name, with the input that stands beside its operation. */
export const Act = z.discriminatedUnion(
  'act',
  Object.entries(ACTS).map(([name, { input }]) => input.extend({ act: z.literal(name) })) as [z.ZodObject<{ act: z.ZodLiteral<string> }>],
) as unknown as z.ZodType<Acts>
export type Act = Acts

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
  ...SHOWN,
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
