// The wire of the space, for its own pages alone. Cookie session; never part of the REST API.
// POST /api/space/link                                    202, for every address alike; body SpaceLinkInput
// POST /api/space/open                                    the cookie; body SpaceOpenInput
// POST /api/space/sign-in/options                         what a passkey is to sign
// POST /api/space/sign-in                                 the cookie; body PasskeySignInInput
// GET  /api/space                                         SpaceStanding
// POST /api/space/acts                                    SpaceStanding; body SpaceAct
// POST /api/space/sign-out                                the cookie's end
// POST /api/space/documents                               SpaceDocuments; body SpaceDocumentsInput, so that no search stands in an address
// POST /api/space/passkeys/options                        what a new passkey is to be
// POST /api/space/passkeys                                SpaceStanding; body NewPasskeyInput
// GET  /api/space/export                                  application/zip
// GET  /api/space/certificates/{id}                       PEM
// GET  /api/space/requests/{id}/archive                   application/zip
// GET  /api/space/requests/{id}/documents/{id}            the signed file

import { z } from 'zod'
import type { Language } from '../../wording/catalogue'
import { SPACE_ACTS, type SpaceActName } from '../../operations/space/acts'
import { DOCUMENT_STATES } from '../../operations/space/documents/list-own'

/** An act that takes nothing has its name alone. */
type InputOf<A extends SpaceActName> =
  z.input<(typeof SPACE_ACTS)[A]['input']> extends Record<string, never> ? unknown : z.input<(typeof SPACE_ACTS)[A]['input']>
export type SpaceAct = { [A in SpaceActName]: { act: A } & InputOf<A> }[SpaceActName]
export const SpaceAct = z.discriminatedUnion(
  'act',
  Object.entries(SPACE_ACTS).map(([name, { input }]) => z.strictObject({ ...input.shape, act: z.literal(name) })) as [
    z.ZodObject<{ act: z.ZodLiteral<string> }>,
  ],
) as unknown as z.ZodType<SpaceAct>

/** `test`: the space with what was signed in tests. */
export const SpaceLinkInput = z.strictObject({ email: z.email().max(254), test: z.boolean().optional() })
const ZONES = new Set(Intl.supportedValuesOf('timeZone'))
/** The browser's time zone, such as Europe/Warsaw; one that nobody knows is none. */
const SpaceZone = z
  .string()
  .max(64)
  .transform((zone) => (ZONES.has(zone) ? zone : undefined))
  .optional()
export type SpaceZone = z.output<typeof SpaceZone>
export const SpaceOpenInput = z.strictObject({ token: z.string().max(100), zone: SpaceZone })
/** A kilobyte of bytes is the longest name that WebAuthn allows a credential. */
const CredentialId = z.string().regex(/^[A-Za-z0-9_-]{1,1364}$/)
const Bytes = z
  .string()
  .max(6000)
  .regex(/^[A-Za-z0-9_-]+$/)
/** What an authenticator has made, all in base64url. */
export const NewPasskeyInput = z.strictObject({ id: CredentialId, clientData: Bytes, attestation: Bytes, zone: SpaceZone })
export type NewPasskeyInput = z.input<typeof NewPasskeyInput>
export const PasskeySignInInput = z.strictObject({
  id: CredentialId,
  clientData: Bytes,
  authenticatorData: Bytes,
  signature: Bytes,
  userHandle: z.string().regex(/^[A-Za-z0-9_-]{1,86}$/),
  zone: SpaceZone,
})
export type PasskeySignInInput = z.input<typeof PasskeySignInInput>
/** Where the person stands: `mailbox` means that the code to their phone is still to come. */
export const SpaceStanding = z.object({ level: z.string(), open: z.boolean() })
export type SpaceStanding = z.infer<typeof SpaceStanding>

const Day = z.iso.date()
/** Days in UTC; `to` is the last one. */
export const SpaceDocumentsInput = z.strictObject({
  search: z.string().max(200).optional(),
  state: z.enum(DOCUMENT_STATES).optional(),
  from: Day.optional(),
  to: Day.optional(),
  after: z.string().max(40).optional(),
})
export type SpaceDocumentsInput = z.input<typeof SpaceDocumentsInput>
const Moment = z.date().transform((moment) => moment.toISOString())
export const SpaceDocuments = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      request: z.string(),
      requester: z.string(),
      state: z.enum(DOCUMENT_STATES),
      asked: Moment,
      until: Moment,
      documents: z.array(z.object({ id: z.string(), title: z.string(), pages: z.number() })),
      link: z.string().nullable(),
    }),
  ),
  after: z.string().nullable(),
})
export type SpaceDocuments = z.output<typeof SpaceDocuments>

/** What pages show without a call of their own. */
export type { OwnCertificate } from '../../operations/space/certificates/own-certificates'
export type SpaceLanguage = Language
