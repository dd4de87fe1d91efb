// How many events one request may have. Whoever has a link or a key can do many things again and again, and each time is an event, which
// every later act reads and the audit trail shows. So what can be repeated is counted, far above any honest use. A signer and whoever else has
// their link share these counts, so no count that the other one can fill keeps the signer from going on (decisions/0022). Once a person has
// made a selfie or proven a key, the sessions of this person are counted apart from all others.

import { isSignerFact, type EvidenceEvent, type Fact } from './event'
import { Problem } from './problem'

/**
 * `each`: counted for the request as a whole, or for each of its signers, so that none takes from another. `hour`: in any hour. `full`: what
 * happens beyond it. The act is refused, or it is done and only its fact is left out: the facts of other acts name their sessions all the same.
 */
export type Cap = { each: 'request' | 'signer'; most: number; hour?: number; full: 'refused' | 'left_out' }

/**
 * Never refused: an end, what follows from a fact that is counted, or what a rule of its own bounds. A wrong try must be among them: if it
 * were refused, the answer would tell a wrong code from a right one, and the try would not count.
 */
const BOUNDED = 'bounded'

const refused = (each: Cap['each'], most: number, hour?: number): Cap => ({
  each,
  most,
  full: 'refused',
  ...(hour === undefined ? {} : { hour }),
})
const leftOut = (most: number, hour: number): Cap => ({ each: 'signer', most, hour, full: 'left_out' })

/** A step is done once, and once more after each restart. So these are more than restarts: nobody can use up the steps of another session. */
const STEP = refused('signer', 50)
/** A restart is needed by nobody, and gives room for every step once more. */
export const RESTARTS = 20

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
  signed_document_downloaded: refused('request', 5_000, 200),
  evidence_downloaded: refused('request', 1_000, 200),
  clock_moved: refused('request', 500),

  signer_added: BOUNDED,
  signer_invited: BOUNDED,
  signer_reminded: BOUNDED,
  link_opened: leftOut(300, 120),
  // Of a link that is only sent again. A new one follows from a correction, which is counted.
  link_renewed: leftOut(60, 10),
  device_handed_over: leftOut(200, 60),
  device_taken_over: leftOut(300, 60),
  // Nobody needs it: the person goes on where they are.
  presence_handed_over: refused('signer', 200, 60),
  presence_refused: leftOut(300, 60),
  holder_proven: STEP,
  saved_identity_chosen: STEP,
  // Of one choice, or of a selfie that has failed.
  step_up_started: STEP,
  step_up_passed: BOUNDED,
  step_up_failed: BOUNDED,
  step_up_referred: BOUNDED,
  terms_accepted: STEP,
  details_confirmed: STEP,
  details_corrected: STEP,
  issuance_terms_accepted: STEP,
  verification_started: STEP,
  verification_attempts_granted: refused('signer', 20),
  document_side_captured: BOUNDED,
  document_shot_rejected: BOUNDED,
  chip_read: BOUNDED,
  // One selfie more each time that another session goes on.
  selfie_captured: STEP,
  verification_passed: BOUNDED,
  verification_failed: BOUNDED,
  verification_referred: BOUNDED,
  verification_decided: BOUNDED,
  verification_evidence_viewed: refused('signer', 1_000, 200),
  verification_abandoned: BOUNDED,
  extracted_data_rejected: BOUNDED,
  extracted_data_confirmed: STEP,
  names_chosen: STEP,
  names_reopened: refused('signer', 30),
  phone_confirmed: STEP,
  pin_created: STEP,
  certificate_requested: STEP,
  certificate_issued: BOUNDED,
  // Each is followed by a check of identity, whose tries are counted.
  certificate_set_aside: refused('signer', 20),
  certificate_revoked: BOUNDED,
  unsigned_documents_downloaded: leftOut(300, 60),
  // Each document once, and once more after each restart or signature of somebody else.
  document_viewed: refused('signer', 1_000),
  documents_approved: STEP,
  // Each brings a text message, which is limited by key, address and number.
  activation_started: refused('signer', 500),
  code_sent: leftOut(300, 120),
  // Of one act that was authorised, and once more each time that somebody else signs first.
  one_shot_certificate_issued: BOUNDED,
  one_shot_key_destroyed: BOUNDED,
  activation_failed: BOUNDED,
  credential_locked: BOUNDED,
  signature_authorised: BOUNDED,
  signature_failed: BOUNDED,
  document_signed: BOUNDED,
  signer_signed: BOUNDED,
  signer_refused: BOUNDED,
  journey_restarted: refused('signer', RESTARTS),
  // Each side has its own count, and so has the person beside whoever else has the link.
  message_sent_to_requester: refused('signer', 100, 30),
  message_sent_to_signer: refused('signer', 200, 60),
  message_not_delivered: leftOut(50, 20),
  identity_proof_downloaded: refused('signer', 300, 60),
}

/** Of all kinds together. Nothing that is counted is added to a longer chain, whoever does it. */
export const MOST_EVENTS = 10_000
/** What can be left out is, in a longer chain: the rest is for what is needed. */
export const MOST_RECORDS = MOST_EVENTS / 2

const HOUR_MS = 3_600_000

/** `session`: that did it. */
type Done = { fact: Fact; session?: string | undefined }
type Happened = Done & Pick<EvidenceEvent, 'at'>

/**
 * The entries that a request with the events `before` may have. `own`: the sessions of the persons who sign. Throws RATE_LIMITED, or
 * STATE_CONFLICT where waiting does not help, for one that can neither be added nor left out.
 */
export function withRoom<E extends Done>(
  before: readonly Happened[],
  entries: readonly E[],
  now: Date,
  own: ReadonlySet<string> = new Set(),
): readonly E[] {
  const times = new Map<string, number[]>()
  const kept: E[] = []
  for (const entry of entries) {
    const cap = capOf(entry.fact)
    if (cap !== BOUNDED) {
      const key = keyOf(entry, cap, own)
      const same = times.get(key) ?? timesOf(before, key, { cap, own })
      times.set(key, same)
      const refusal = refusalOf(cap, { longer: before.length + kept.length, same, now })
      if (refusal && cap.full === 'refused') throw refusal
      if (refusal) continue
      same.push(now.getTime())
    }
    kept.push(entry)
  }
  return kept
}

/** A new link follows from a correction, and the signer's row has it: left out, the evidence would contradict the row. */
const capOf = (fact: Fact): Cap | typeof BOUNDED =>
  fact.type === 'link_renewed' && fact.because === 'data_corrected' ? BOUNDED : REPEATS[fact.type]

function refusalOf(
  { most, hour, full }: Cap,
  { longer, same, now }: { longer: number; same: readonly number[]; now: Date },
): Problem | null {
  const longest = full === 'left_out' ? MOST_RECORDS : MOST_EVENTS
  if (longer >= longest || same.length >= most) return new Problem('STATE_CONFLICT.repeated_too_often')
  // The time at which so few are left in the hour that one more has room.
  const oldest = hour === undefined ? undefined : same.at(-hour)
  if (oldest === undefined || now.getTime() - oldest >= HOUR_MS) return null
  const seconds = Math.ceil((oldest + HOUR_MS - now.getTime()) / 1000)
  return new Problem('RATE_LIMITED.minutes', { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
}

/** What is counted together: of one signer, what the sessions of the person do, and what everybody else does. */
function keyOf({ fact, session }: Done, { each }: Cap, own: ReadonlySet<string>): string {
  if (each === 'request' || !isSignerFact(fact)) return fact.type
  const by = session ?? (fact.type === 'link_opened' ? fact.continues : undefined)
  return `${fact.type} ${fact.signer} ${by !== undefined && own.has(by) ? 'own' : ''}`
}

const timesOf = (before: readonly Happened[], key: string, { cap, own }: { cap: Cap; own: ReadonlySet<string> }): number[] =>
  before.flatMap((event) => (capOf(event.fact) === cap && keyOf(event, cap, own) === key ? [Date.parse(event.at)] : []))
