// The evidence: what can happen to a signature request, as facts in the past tense. State is a fold of these and nothing else.
// A fact never holds personal data, free text, a PIN, a code or a key: only ids, digests, counts, versions and coded reasons,
// so that the hash chain survives the erasure of the person's data (GDPR Art. 17) and may be handed to a court.

import type { DeviceKind } from '../generated/prisma/client'
import type { DocumentSide } from './capture'
import type { Decision } from './decision'
import type { SignatureFormat, SignatureLevel } from './policy'
import type { StepFact } from './steps'

export type Sha256 = string
export const ACTORS = ['requester', 'signer', 'system'] as const
export type Actor = (typeof ACTORS)[number]
export const MODES = ['test', 'live'] as const
export type Mode = (typeof MODES)[number]
export const SIGNATURE_TYPES = ['qes', 'aes', 'ses'] as const
export type SignatureType = (typeof SIGNATURE_TYPES)[number]

/**
 * Why an authorised signature cannot be made. `document`: the file takes no other signature. `invalid`: the signature would not be valid,
 * such as with a certificate that was revoked, or on a document that was changed, meanwhile. `not_in_time`: it failed again and again, for whatever reason.
 */
export const SIGNATURE_FAILURES = ['document', 'invalid', 'not_in_time'] as const
export type SignatureFailure = (typeof SIGNATURE_FAILURES)[number]

export const REMINDER_CHANNELS = ['email', 'sms', 'both'] as const
export type ReminderChannel = (typeof REMINDER_CHANNELS)[number]

/** Why a certificate can not be used by its holder any more. */
export const SET_ASIDE_BECAUSE = ['pin_forgotten', 'phone_changed'] as const
export type SetAsideBecause = (typeof SET_ASIDE_BECAUSE)[number]

/**
 * How a document was read before it was accepted: as its pages, as the text of them, or in the signer's own program. Evidence of before does
 * not say it.
 */
export const READ_AS = ['pages', 'text', 'download'] as const
export type ReadAs = (typeof READ_AS)[number]

/** A text as it was shown: which one, in which version and language, and the digest of its exact characters. */
export type ShownText = { id: string; version: string; language: string; sha256: Sha256 }

/**
 * One check of the identity analysis. `score` and `threshold` are in the unit that `check` implies. `model`: name and version of what
 * decided, so that evidence stays readable after an upgrade. `detail` is one line of text, because evidence holds no nested data here.
 * `refers`: it did not pass, and for this coded reason a person decides.
 */
export type Finding = {
  check: string
  passed: boolean
  score?: number
  threshold?: number
  model: string
  detail?: string
  refers?: string
}

/** Where the audit trail of a signature stands: attached to the PDF as well, in the signature alone, or in no file that is signed otherwise. */
export const TRAIL_CARRIED = ['attached', 'in_signature', 'not_carried'] as const
/** An audit trail tells of the first `events` events; `at` is its claimed time of signing, `sha256` of its JSON. */
export type CarriedTrailFact = { events: number; at: string; sha256: Sha256; carried: (typeof TRAIL_CARRIED)[number] }

type RequestFact =
  | {
      type: 'request_created'
      mode: Mode
      signature_type: SignatureType
      ordered: boolean
      expires_at: string
      /** Whether signers and requester can write to each other; absent: as the organisation has it at the time. */
      conversation?: boolean
      documents: readonly { id: string; sha256: Sha256; pages: number; size_bytes: number }[]
      signers: readonly { id: string; order: number; profile_sha256: Sha256 }[]
    }
  | {
      type: 'fields_placed'
      document: string
      before: Sha256
      after: Sha256
      fields: number
      /** Fields with an anchor: the salted digest of its text, and how often the text was found. */
      anchors?: readonly { signer: string; text_sha256: Sha256; found: boolean; occurrences: number }[]
    }
  | { type: 'request_completed' }
  | { type: 'request_cancelled'; reason_sha256?: Sha256 }
  | { type: 'request_expired' }
  /** People, documents and archives were erased for good; the chain of events stays. */
  | { type: 'request_deleted'; documents: number; signers: number }
  | { type: 'signed_document_downloaded'; document: string; sha256: Sha256 }
  | { type: 'evidence_downloaded'; sha256: Sha256 }
  /** Test mode: a test clock was moved ahead for this request, by this much. */
  | { type: 'clock_moved'; seconds: number }
  /** These events were made by a version that had no MACs. Their chain was whole when a later version adopted them. */
  | { type: 'evidence_adopted'; events: number }
  | { type: 'evidence_sealed'; events: number; head: Sha256; sha256: Sha256 }

export type SignerFact = { signer: string } & (
  | StepFact
  | { type: 'signer_added'; order: number; profile_sha256: Sha256 }
  /** `api`: the requester took the link from the API's answer and brings it to the signer. */
  | { type: 'signer_invited'; channel: 'email' | 'sms' | 'api'; link: number }
  | { type: 'signer_reminded'; channel: ReminderChannel; message_sha256?: Sha256 }
  /**
   * `active`: the session may act; another one was not alive. `kind`: of device. Events of before do not have them. `continues`: the session of
   * the person that this browser had before, where it had one.
   */
  | { type: 'link_opened'; session: string; device: Sha256; kind?: DeviceKind; active?: boolean; continues?: string }
  | { type: 'link_renewed'; link: number; because: 'data_corrected' | 'asked_by_signer' }
  | { type: 'device_handed_over'; session: string; device: Sha256; kind?: DeviceKind }
  /** Another session of the signer made itself the active one. */
  | { type: 'device_taken_over'; session: string; kind: DeviceKind }
  /**
   * The session of the person who made the selfie let another one go on. Test mode: the sandbox takes the presence and leaves it to the
   * session that becomes active next (`to` is null).
   */
  | { type: 'presence_handed_over'; from: string | null; to: string | null }
  /** It was about to, and another number was typed than that of the other screen. */
  | { type: 'presence_refused'; from: string; to: string }
  /**
   * A code to the phone of a certificate of before was typed back: its holder is here. `others`: with the same phone, which they may choose
   * instead; absent where there are none, and in events of before.
   */
  | { type: 'holder_proven'; credential: string; others?: readonly string[] }
  | { type: 'document_shot_rejected'; verification: string; side: DocumentSide; reason: string }
  | { type: 'verification_passed'; verification: string; findings: readonly Finding[]; result_sha256: Sha256 }
  | { type: 'verification_failed'; verification: string; reason: string; findings: readonly Finding[]; attempts_left: number }
  /** Neither passed nor failed: a person decides. `result_sha256`: the salted digest of all that they are shown. */
  | {
      type: 'verification_referred'
      verification: string
      referrals: readonly string[]
      findings: readonly Finding[]
      result_sha256: Sha256
    }
  /** The person whom the event names as its caller has decided; the verdict follows, on the check or on the selfie of a step-up. */
  | {
      type: 'verification_decided'
      verification: string
      decision: Decision
      reasons: readonly string[]
      result_sha256: Sha256
      note_sha256?: Sha256
    }
  /** A selfie is asked for, because the check of this certificate's holder is older than the organisation allows. */
  | { type: 'step_up_started'; verification: string; credential: string; attempt: number }
  | { type: 'step_up_failed'; verification: string; reason: string; findings: readonly Finding[]; attempts_left: number }
  | {
      type: 'step_up_referred'
      verification: string
      referrals: readonly string[]
      findings: readonly Finding[]
      result_sha256: Sha256
    }
  /** Somebody who may decide has looked at a picture of the check. */
  | { type: 'verification_evidence_viewed'; verification: string; picture: string }
  | { type: 'verification_abandoned'; verification: string }
  | { type: 'verification_attempts_granted'; attempts: number }
  | { type: 'extracted_data_rejected'; verification: string }
  | { type: 'names_chosen'; subject_sha256: Sha256; transliterated: boolean }
  /** Before the certificate is made its names, phone and PIN may be chosen again. */
  | { type: 'names_reopened' }
  | { type: 'certificate_requested'; credential: string; text: ShownText }
  /** The signer does not sign with this certificate here, and is on the way to a new one. Elsewhere it stays what it is. */
  | { type: 'certificate_set_aside'; credential: string; because: SetAsideBecause }
  | { type: 'certificate_revoked'; credential: string; serial: string; reason: number }
  | { type: 'unsigned_documents_downloaded'; documents: readonly string[] }
  | { type: 'document_viewed'; document: string; sha256: Sha256; as?: ReadAs }
  | {
      type: 'activation_started'
      activation: string
      /** Absent where a key of this act alone signs: then `dtbsr_sha256` is too, for there is no certificate before the act. */
      credential?: string
      session_hash: Sha256
      to_sign: readonly { document: string; sha256: Sha256; dtbsr_sha256?: Sha256 }[]
      expires_at: string
    }
  /** After the act, for it alone: a certificate, and the public key in it. */
  | {
      type: 'one_shot_certificate_issued'
      activation: string
      serial: string
      certificate_sha256: Sha256
      key_sha256: Sha256
      not_after: string
    }
  /** Its key signed so many documents and is no more. `signatures_sha256`: of each value, in the order of the documents. */
  | {
      type: 'one_shot_key_destroyed'
      activation: string
      serial: string
      key_sha256: Sha256
      signatures_sha256: readonly Sha256[]
      at: string
    }
  | { type: 'code_sent'; activation: string; sends: number }
  | { type: 'activation_failed'; activation: string; tries_left: number }
  | { type: 'credential_locked'; credential: string }
  | {
      type: 'document_signed'
      document: string
      before: Sha256
      after: Sha256
      serial: string
      level: `${SignatureFormat}-${SignatureLevel}`
      timestamp: string
      /** Absent in events of before. */
      trail?: CarriedTrailFact
    }
  /** An authorised signature cannot be made. Nothing is signed, on any document; what the signer gave is kept. */
  | { type: 'signature_failed'; activation: string; reason: SignatureFailure }
  | { type: 'signer_signed' }
  | { type: 'signer_refused'; reason_sha256: Sha256 }
  | { type: 'journey_restarted' }
  /** `message`: the entry of the conversation; null: it went to the requester by mail. */
  | { type: 'message_sent_to_requester'; message: string | null; text_sha256: Sha256 }
  | { type: 'message_sent_to_signer'; message: string; text_sha256: Sha256 }
  /** Given up after many tries. `template`: the kind of mail or text message. */
  | { type: 'message_not_delivered'; channel: 'email' | 'sms'; template: string }
  | { type: 'identity_proof_downloaded'; verification: string; sha256: Sha256 }
)

export type Fact = RequestFact | SignerFact

/** A fact with its place in the chain: `hash = sha256(previous_hash || canonical JSON of all the rest)`. Times are RFC 3339 UTC, ms. */
export type EvidenceEvent = {
  id: string
  request: string
  sequence: number
  at: string
  actor: Actor
  /** The signer's session that did it; absent where no session did, and in events of before. */
  session?: string
  /** The API key, console session or member that asked; absent where none did, and in events of before. */
  caller?: string
  fact: Fact
  previous_hash: Sha256
  hash: Sha256
}

/** The texts that somebody accepts by a fact. */
export function acceptedIn(fact: Fact): readonly ShownText[] {
  if ('texts' in fact) return fact.texts ?? []
  return 'text' in fact ? [fact.text] : []
}

/** What ends a request. */
export const ENDS = [
  'signer_refused',
  'request_completed',
  'request_cancelled',
  'request_expired',
] as const satisfies readonly Fact['type'][]

/** What the trust service time-stamps: where a person was bound to the signature, every end, and what takes away from it afterwards. */
export const STAMPED_FACTS = [
  'verification_passed',
  'step_up_passed',
  'certificate_issued',
  'signature_authorised',
  'signature_failed',
  ...ENDS,
  'certificate_revoked',
  'request_deleted',
] as const satisfies readonly Fact['type'][]

const STAMPED: ReadonlySet<string> = new Set(STAMPED_FACTS)

/** The events that are to be time-stamped; of evidence that was adopted, only the later ones. */
export function stampedOf(events: readonly EvidenceEvent[]): readonly EvidenceEvent[] {
  const adopted = events.findLastIndex(({ fact }) => fact.type === 'evidence_adopted')
  return events.slice(adopted + 1).filter(({ fact }) => STAMPED.has(fact.type))
}

/** The part of an event that state is folded from; the rest is for the chain. */
export type FoldedEvent = Pick<EvidenceEvent, 'sequence' | 'at' | 'session' | 'fact' | 'hash'>

/** Absent where there is none: the hash of such an event is made without the member. */
export function whoAsked(session: string | null | undefined, caller: string | null | undefined): Pick<EvidenceEvent, 'session' | 'caller'> {
  return { ...(session ? { session } : {}), ...(caller ? { caller } : {}) }
}

/** The hash before the first event. */
export const GENESIS: Sha256 = '0'.repeat(64)

export function isSignerFact(fact: Fact): fact is SignerFact {
  return 'signer' in fact
}
