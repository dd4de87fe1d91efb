// The journey's wire: what its pages read and the acts they may post. Ours alone, so it has the names of the operations. Cookie session
// only; never part of the REST API.
// GET  /api/journey/{signer}                      -> JourneyView           (polled: every 2 s while something is awaited, else every 5 s)
// POST /api/journey/{signer}/acts                 -> JourneyView           body = Act; refused with STATE_CONFLICT when not at that place
// POST /api/journey/{signer}/frames               -> FramesAccepted        multipart: `meta` (FramesMeta as JSON) + `frame` files in order
// POST /api/journey/{signer}/challenges           -> NextChallenge         reveals the next selfie challenge, or how long to wait (null: all were shown)
// POST /api/journey/{signer}/handover             -> Handover              QR code for the phone; body HandoverInput: also by text message
// POST /api/journey/{signer}/takeover             -> JourneyView           this device becomes the active one
// GET  /api/journey/{signer}/messages             -> ThreadView            ?version=&after=: what is new in the conversation
// POST /api/journey/{signer}/messages             -> {}                    WrittenInput: writes to the requester; …/read ReadInput: marks as read
// GET  /api/journey/{signer}/documents/{id}       -> the file              ?download=1, else as a page may show it; unsigned until accepted, signed when done
// GET  /api/journey/{signer}/documents            -> application/zip       all of them
// GET  /api/journey/{signer}/portrait             -> image/jpeg            the document as photographed, at extracted_data only

import { z } from 'zod'
import { CAPTURE_STAGES, FRAME_LIMITS, SCREEN_LIGHTS, SELFIE_CHALLENGES, type ScreenLight } from '../../domain/capture'
import { ACTS, type Act as Acts } from '../../operations/acts'
import type { JourneyView as Shown } from '../../operations/journey-view/shown'
import { Id } from '../../operations/steps/step-operations'

/** Each act by its name, with the input that stands beside its operation. */
export const Act = z.discriminatedUnion(
  'act',
  Object.entries(ACTS).map(([name, { input }]) => input.extend({ act: z.literal(name) })) as [z.ZodObject<{ act: z.ZodLiteral<string> }>],
) as unknown as z.ZodType<Acts>
export type Act = Acts
export type { SetAsideBecause } from '../../domain/event'

/** As JSON gives it: a moment in ISO 8601. */
type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T
export type JourneyView = Sent<Shown>
export type JourneyText = JourneyView['texts'][number]

/** On the clock of the browser, in milliseconds: since the page was opened, or since 1970. */
const FrameMoment = z.number().min(0).max(1e13)

export const FramesMeta = z.strictObject({
  stage: z.enum(CAPTURE_STAGES),
  nonce: Id,
  /** When the page showed what to do, on the frames' clock; absent until then. */
  revealedAt: FrameMoment.optional(),
  frames: z
    .array(z.strictObject({ seq: z.number().int().min(0).max(10_000), capturedAt: FrameMoment }))
    .min(1)
    .max(FRAME_LIMITS.perUpload),
})
export const FramesAccepted = z.object({ accepted: z.number() })
/** The pause before the next challenge goes on for so long. */
const Pause = z.object({ waitMs: z.number() })
export const Challenge = z.object({
  nonce: z.string(),
  kind: z.enum(SELFIE_CHALLENGES),
  index: z.number(),
  count: z.number(),
  holdMs: z.number(),
  deadlineMs: z.number(),
  /** The colours of the screen from showing the challenge on, each for SCREEN_LIGHT_MS; absent where none were wanted. */
  lights: z.array(z.enum(Object.keys(SCREEN_LIGHTS) as ScreenLight[])).optional(),
})
/** `light`: false for a person whom the changing light of the screen hurts. */
export const ChallengeInput = z.strictObject({ light: z.boolean().optional() })
export type Challenge = z.infer<typeof Challenge>
export const NextChallenge = z.union([Challenge, Pause]).nullable()
export type NextChallenge = z.infer<typeof NextChallenge>
/** `textMessage`: send the link to the signer's phone number as well; answered by `textedTo` (masked), null when it could not be sent. */
export const HandoverInput = z.strictObject({ textMessage: z.boolean().optional() })
export const Handover = z.object({
  url: z.string(),
  qrSvg: z.string(),
  expiresAt: z.date(),
  textedTo: z.string().nullable(),
})
export type Handover = Sent<z.infer<typeof Handover>>
