// Who asks for something: operations are given one of these, and a fact says from which kind of caller it came.

import type { Plan } from '../generated/prisma/client'
import type { Actor, Mode } from './event'
import type { Role } from './permissions'

/** What all callers of an organisation have: every query for them is filtered by tenant and mode. */
type OfOrganisation = { tenantId: string; mode: Mode; plan: Plan }

/**
 * A program with an API key, or a person who is signed in to the console with one, in this session. A key without scopes may do everything
 * that a key can, in live mode but for what permissions.ts has keys name.
 */
export type KeyCaller = OfOrganisation & { kind: 'key'; apiKeyId: string; scopes: readonly string[]; consoleSession?: string }
/** Whoever shows this API key, whose row and whose organisation's plan these are. */
export function callerOfKey(key: OfOrganisation & { id: string; scopes: readonly string[] }): KeyCaller {
  return { kind: 'key', tenantId: key.tenantId, mode: key.mode, apiKeyId: key.id, plan: key.plan, scopes: key.scopes }
}

/** A person who works for the organisation. */
type MemberCaller = OfOrganisation & { kind: 'member'; memberId: string; role: Role }
export type OrganisationCaller = KeyCaller | MemberCaller

/**
 * A signer in the journey, known by the session in the cookie. `active`: no other device has taken over. `client`: stands for the address
 * that asks, for limits; absent where nobody asks over HTTP. `origin`: where an act comes from, for the levels that keep it as evidence.
 */
export type SignerCaller = { kind: 'signer'; signerId: string; sessionId: string; active: boolean; client?: string; origin?: Origin }
/** The network address, of IPv6 the first half, and the browser as it names itself. Personal data: never in events, logs or webhooks. */
export type Origin = { address: string; browser: string }
/** Somebody who holds a signer's link, before it has opened a session. */
type LinkCaller = { kind: 'link'; signerId: string }
/** Somebody who opens the address of one file, which the API gave to the requester. */
type FileLinkCaller = { kind: 'file_link' }
/**
 * A person in their own space, known by the session in the cookie and found everywhere by the HMAC of their mail address. `account`: the
 * organisation whose test requests they see; `live` in live mode, where they see those of all. `level`: what they have proven; `mailbox`: the
 * code to their phone is still to come. `credential`: the certificate whose phone has answered. `client`: as of a signer.
 */
export type HolderCaller = {
  kind: 'holder'
  spaceId: string
  sessionId: string
  mode: Mode
  account: string
  holder: string
  former: readonly FormerAddress[]
  level: HolderLevel
  credential: string | null
  client?: string
}
/** The HMAC of an address that was the person's; what was sent there until that moment (RFC 3339) is theirs. */
export type FormerAddress = { holder: string; until: string }
/** A person who never had a certificate has no phone that could be asked: they see `documents`, and nothing of keys. */
type HolderLevel = 'mailbox' | 'documents' | 'proven'

/** The product itself: a job, or what follows from somebody's act. */
export type JobCaller = { kind: 'job' }
export const JOB: JobCaller = { kind: 'job' }

export type Caller = OrganisationCaller | SignerCaller | LinkCaller | FileLinkCaller | HolderCaller | JobCaller

const ACTORS: Readonly<Record<Caller['kind'], Actor>> = {
  key: 'requester',
  member: 'requester',
  signer: 'signer',
  link: 'signer',
  file_link: 'requester',
  holder: 'signer',
  job: 'system',
}

/** The caller as evidence names it. */
export function actorOf({ kind }: Caller): Actor {
  return ACTORS[kind]
}

/** The session that does it, where one does. */
export function sessionOf(caller: Caller): string | undefined {
  return caller.kind === 'signer' ? caller.sessionId : undefined
}

/** The id of what asks for an organisation, as evidence names it: the session of the console, the key or the member. */
export function askerOf(caller: Caller): string | undefined {
  if (caller.kind === 'key') return caller.consoleSession ?? caller.apiKeyId
  return caller.kind === 'member' ? caller.memberId : undefined
}

/** The key whose use is counted; null for members. */
export function apiKeyOf(caller: OrganisationCaller): string | null {
  return caller.kind === 'key' ? caller.apiKeyId : null
}
