// How many events one request may have. Whoever has a link or a key can do many things again and again, and each time is an event, which
// every later act reads and the audit trail shows. So what can be repeated is counted, far above any honest use.

import { isSignerFact, type EvidenceEvent, type Fact } from './event'
import { Problem } from './problem'

/** `each`: counted for the request as a whole, or for each of its signers, so that none takes from another. `hour`: in any hour. */
export type Cap = { each: 'request' | 'signer'; most: number; hour?: number }

/**
 * Never refused: an end, what follows from a fact that is counted, or what a rule of its own bounds. A wrong try must be among them: if it
 * were refused, the answer would tell a wrong code from a right one, and the try would not count.
 */
const BOUNDED = 'bounded'

const STEP: Cap = { each: 'signer', most: 50 }

/** Every fact, and how often it may happen. */
export const REPEATS: { readonly [Type in Fact['type']]: Cap | typeof BOUNDED } = {
  request_created: BOUNDED,
  fields_placed: BOUNDED,
  request_completed: BOUNDED,
  request_cancelled: BOUNDED,
  request_expired: BOUNDED,
  request_deleted: BOUNDED,
  evidence_adopted: BOUNDED,
  evidence_sealed: BOUNDED,
  signed_document_downloaded: { each: 'request', most: 5_000, hour: 200 },
  evidence_downloaded: { each: 'request', most: 1_000, hour: 200 },
  clock_moved: { each: 'request', most: 500 },

  signer_added: BOUNDED,
  signer_invited: BOUNDED,
  signer_reminded: BOUNDED,
  link_opened: { each: 'signer', most: 300, hour: 120 },
  link_renewed: { each: 'signer', most: 60 },
  device_handed_over: { each: 'signer', most: 200, hour: 60 },
  device_taken_over: { each: 'signer', most: 300, hour: 60 },
  presence_handed_over: { each: 'signer', most: 200, hour: 60 },
  holder_proven: STEP,
  terms_accepted: STEP,
  details_confirmed: STEP,
  details_corrected: STEP,
  issuance_terms_accepted: STEP,
  verification_started: STEP,
  verification_attempts_granted: { each: 'signer', most: 20 },
  document_side_captured: BOUNDED,
  document_shot_rejected: BOUNDED,
  // One selfie more each time that another session goes on.
  selfie_captured: STEP,
  verification_passed: BOUNDED,
  verification_failed: BOUNDED,
  verification_abandoned: BOUNDED,
  extracted_data_rejected: BOUNDED,
  extracted_data_confirmed: STEP,
  names_chosen: STEP,
  phone_confirmed: STEP,
  pin_created: STEP,
  certificate_requested: STEP,
  certificate_issued: BOUNDED,
  certificate_revoked: BOUNDED,
  unsigned_documents_downloaded: { each: 'signer', most: 300, hour: 60 },
  document_viewed: { each: 'signer', most: 300 },
  documents_approved: STEP,
  activation_started: { each: 'signer', most: 60 },
  code_sent: { each: 'signer', most: 150 },
  activation_failed: BOUNDED,
  credential_locked: BOUNDED,
  signature_authorised: BOUNDED,
  signature_failed: BOUNDED,
  document_signed: BOUNDED,
  signer_signed: BOUNDED,
  signer_refused: BOUNDED,
  journey_restarted: STEP,
  message_sent_to_requester: STEP,
  identity_proof_downloaded: { each: 'signer', most: 300, hour: 60 },
}

/** Of all kinds together. Nothing that is counted is added to a longer chain, whoever does it. */
export const MOST_EVENTS = 10_000

const HOUR_MS = 3_600_000

/** Throws RATE_LIMITED, or STATE_CONFLICT where waiting does not help, when a request with the events `before` may not have these facts. */
export function requireRoom(before: readonly Pick<EvidenceEvent, 'at' | 'fact'>[], facts: readonly Fact[], now: Date): void {
  const counted = facts.filter(({ type }) => REPEATS[type] !== BOUNDED)
  if (counted.length === 0) return
  if (before.length + facts.length > MOST_EVENTS) throw new Problem('STATE_CONFLICT.repeated_too_often')
  const added = new Map<string, { cap: Cap; times: number[] }>()
  for (const fact of counted) {
    const cap = REPEATS[fact.type]
    if (cap === BOUNDED) continue
    const key = keyOf(fact, cap)
    const same = added.get(key) ?? { cap, times: timesOf(before, key, cap) }
    same.times.push(now.getTime())
    added.set(key, same)
  }
  for (const { cap, times } of added.values()) requireBelow(cap, times, now)
}

function requireBelow({ most, hour }: Cap, times: readonly number[], now: Date): void {
  if (times.length > most) throw new Problem('STATE_CONFLICT.repeated_too_often')
  if (hour === undefined) return
  // The time at which so few are left in the hour that one more has room.
  const oldest = times.at(-hour - 1)
  if (oldest === undefined || now.getTime() - oldest >= HOUR_MS) return
  const seconds = Math.ceil((oldest + HOUR_MS - now.getTime()) / 1000)
  throw new Problem('RATE_LIMITED.minutes', { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
}

const keyOf = (fact: Fact, { each }: Cap): string => `${fact.type} ${each === 'signer' && isSignerFact(fact) ? fact.signer : ''}`

function timesOf(before: readonly Pick<EvidenceEvent, 'at' | 'fact'>[], key: string, cap: Cap): number[] {
  const type = key.slice(0, key.indexOf(' '))
  return before.flatMap(({ at, fact }) => (fact.type === type && keyOf(fact, cap) === key ? [Date.parse(at)] : []))
}
