// The log of a person's own space: what they did there, as facts in the past tense. As in the evidence of requests, a fact holds ids, counts
// and coded reasons, and no personal data, so that it outlasts the erasure of the person.

import type { DeviceKind } from '../generated/prisma/client'

/** Why a person revokes their certificate, and the reason of RFC 5280 5.3.1 that OCSP and revocation lists name. */
export const REVOCATION_REASONS = { key_compromise: 1, affiliation_changed: 3, superseded: 4, cessation: 5, unspecified: 0 } as const
export type RevocationReason = keyof typeof REVOCATION_REASONS

/** The person's word for a number of RFC 5280; what they cannot choose is not specified. */
export function revocationReason(number: number | null): RevocationReason {
  const known = Object.entries(REVOCATION_REASONS).find(([, each]) => each === number)
  return (known?.[0] ?? 'unspecified') as RevocationReason
}

/** What a person may be told by mail, beside what protects them, which is always told. */
export const NOTICES = ['sign_in'] as const
export type Notice = (typeof NOTICES)[number]

export type SpaceFact =
  | { type: 'signed_in'; device: DeviceKind }
  | { type: 'phone_proven'; credential: string }
  | { type: 'passkey_added'; passkey: string; device: DeviceKind }
  | { type: 'passkey_used'; passkey: string; device: DeviceKind }
  | { type: 'passkey_removed'; passkey: string }
  | { type: 'sessions_ended'; sessions: readonly string[] }
  | { type: 'certificate_revoked'; credential: string; serial: string; reason: number }
  | { type: 'pin_changed'; credential: string }
  | { type: 'pin_refused'; credential: string; tries_left: number }
  | { type: 'credential_locked'; credential: string }
  | { type: 'phone_changed'; credentials: readonly string[] }
  | { type: 'email_changed' }
  | { type: 'settings_changed'; fields: readonly string[] }
  /** `portraits`: how many descriptions of portraits; absent in events of before. */
  | { type: 'identity_deleted'; checks: readonly string[]; portraits?: number }
  | { type: 'data_exported'; sha256: string }
  | { type: 'erased'; signers: readonly string[]; credentials: readonly string[] }

/** Lower-case hexadecimal of the event before; of none, zeros. */
export type SpaceEvent = {
  space: string
  sequence: number
  at: string
  session: string | null
  fact: SpaceFact
  previous_hash: string
  hash: string
}
