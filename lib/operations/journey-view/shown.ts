// What the journey's page is told. What is not listed here stays on the server.

import { z } from 'zod'
import { MODES } from '../../domain/event'
import { CLOSED, WAITING } from '../../domain/journey'
import { ACTS_OF_SIGNING } from '../../domain/policy'
import { STEP_NAMES } from '../../domain/steps'
import { DeviceKind } from '../../generated/prisma/enums'
import { DOCUMENT_KINDS } from '../../documents/kinds'
import { SHOWN } from '../steps/registry'
import { Sha256 } from '../steps/step-operations'

/** A text to be accepted: plain summary, full text as Markdown, the digest that the act sends back. */
const Text = z.object({
  id: z.string(),
  version: z.string(),
  date: z.string(),
  title: z.string(),
  summary: z.array(z.string()).readonly(),
  body: z.string(),
  sha256: Sha256,
  /** Shown so that it can be read; nobody is asked to accept it. */
  notice: z.boolean(),
})

export const JourneyView = z.object({
  version: z.number(), // sequence of the last event: rises with every change
  requestId: z.string(),
  signerId: z.string(),
  mode: z.enum(MODES),
  qualified: z.boolean(),
  signedBy: z.enum(ACTS_OF_SIGNING), // a code alone or a click: nothing is checked, and no key lasts
  language: z.string(),
  now: z.date(),
  expiresAt: z.date(),
  requester: z.object({
    name: z.string(),
    color: z.string().nullable(),
    reach: z.object({ email: z.string(), phone: z.string().nullable(), hours: z.string().nullable() }).nullable(), // where to ask
  }),
  // How this session may write to the requester: into the conversation, by mail, or not at all; and how much it has not read.
  messages: z.object({ by: z.enum(['conversation', 'mail']).nullable(), any: z.boolean(), unread: z.number() }),
  place: z.union([
    z.object({ at: z.literal('step'), step: z.enum(STEP_NAMES) }),
    z.object({ at: z.literal('waiting'), for: z.enum(WAITING), signer: z.string().optional() }), // signer: name of who is awaited
    z.object({ at: z.literal('closed'), because: z.enum(CLOSED) }),
  ]),
  itinerary: z.array(z.object({ step: z.enum(STEP_NAMES), done: z.boolean() })).readonly(),
  activeHere: z.boolean(), // false: another device is active; show "continue there or take over"
  otherDevice: z.object({ connected: z.boolean(), kind: z.enum(DeviceKind), since: z.date() }).nullable(),
  // Null where no selfie counts. `here`: this screen is that of the person who made it. `offer`: it lets another one go on, on which its code is
  // typed; then that one has joined. `number`: what the one that has joined shows.
  presence: z
    .object({ here: z.boolean(), offer: z.object({ code: z.string(), joined: z.boolean() }).nullable(), number: z.string().nullable() })
    .nullable(),
  signer: z.object({
    name: z.string(),
    email: z.string().nullable(), // whole where the person is to say whether it is theirs
    emailMasked: z.string(),
    phoneMasked: z.string().nullable(),
    nameCorrected: z.boolean(),
    country: z.string().nullable(), // from which the document may be: as the requester says, or else as the phone number does
  }),
  others: z.array(z.object({ name: z.string(), status: z.string(), order: z.number() })),
  documents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(DOCUMENT_KINDS),
      pages: z.number(),
      sizeBytes: z.number(),
      sha256: Sha256,
      viewed: z.boolean(),
      approved: z.boolean(),
      signed: z.boolean(),
      field: z.object({ page: z.number(), x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
      download: z.boolean(),
      file: z.object({ name: z.string(), sizeBytes: z.number(), sha256: Sha256 }), // what is read: of a PDF the revision to be signed, else the file as uploaded
    }),
  ),
  texts: z.array(Text).readonly(), // what this place asks to accept, in order
  ...SHOWN,
  signedAt: z.date().nullable(),
  redirectUrl: z.string().nullable(), // complete, with status, request_id and signer_id
  reference: z.string(), // request id to quote to support
})
export type JourneyView = z.infer<typeof JourneyView>
