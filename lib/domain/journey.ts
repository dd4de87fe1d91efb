// A signer's way to a qualified signature: the list of steps, the fold of the evidence into what a signer has done, and `locate`,
// the one function that says where a signer stands. Pages, buttons, REST status and guards all ask it; nothing is stored.

import type { DocumentSide, DocumentType, EvidenceEvent, Sha256 } from './event'
import { isSignerFact } from './event'

export type Verification = {
  id: string
  attempt: number
  country: string
  documentType: DocumentType
  captured: readonly DocumentSide[]
  selfie: boolean
  status: 'capturing' | 'checking' | 'passed' | 'failed' | 'confirmed'
  reason?: string
}

/** What one signer has done so far in one request. Absent means not yet. */
export type SignerState = {
  id: string
  order: number
  invited: boolean
  opened: boolean
  link: number
  terms: boolean
  details: boolean
  issuanceTerms: boolean
  verification?: Verification
  attempts: number
  attemptsAllowed: number
  verifiedAt?: string
  names: boolean
  phone: boolean
  pin?: string
  certificateRequested: boolean
  certificate?: { credential: string; serial: string }
  viewed: readonly string[]
  approved?: readonly { id: string; sha256: Sha256 }[]
  activation?: string
  authorised?: string
  documentsSigned: readonly string[]
  signedAt?: string
  refusedAt?: string
  lastEventAt?: string
}

export const VERIFICATION_ATTEMPTS = 3

/** What the step depends on beside the signer's own acts. `credentials`: ids of valid, unlocked credentials this person may use. */
export type Circumstances = {
  now: Date
  expiresAt: Date
  cancelled: boolean
  refusedByOther: boolean
  turn: { mine: true } | { mine: false; waitingFor: string }
  credentials: readonly string[]
}

const needsCredential = (_: SignerState, c: Circumstances) => c.credentials.length === 0
const always = () => true

/** The steps in the order a signer meets them (specs 001). The first one that applies and is not done is where they stand. */
const STEPS = [
  { step: 'terms', applies: always, done: (s: SignerState) => s.terms },
  { step: 'details', applies: needsCredential, done: (s: SignerState) => s.details },
  { step: 'issuance_terms', applies: needsCredential, done: (s: SignerState) => s.issuanceTerms },
  { step: 'identity', applies: needsCredential, done: (s: SignerState) => s.verification !== undefined && s.verification.status !== 'failed' },
  { step: 'document', applies: needsCredential, done: (s: SignerState) => documentCaptured(s.verification) },
  { step: 'selfie', applies: needsCredential, done: (s: SignerState) => s.verification?.selfie === true },
  { step: 'extracted_data', applies: needsCredential, done: (s: SignerState) => s.verification?.status === 'confirmed' },
  { step: 'names', applies: needsCredential, done: (s: SignerState) => s.names && s.phone },
  { step: 'pin', applies: needsCredential, done: (s: SignerState) => s.pin !== undefined },
  { step: 'certificate', applies: needsCredential, done: (s: SignerState) => s.certificate !== undefined },
  { step: 'review', applies: always, done: (s: SignerState) => s.approved !== undefined },
  { step: 'sign', applies: always, done: (s: SignerState) => s.authorised !== undefined },
] as const

export type Step = (typeof STEPS)[number]['step']
export type Place =
  | { at: 'step'; step: Step }
  | { at: 'waiting'; for: 'turn' | 'checking' | 'help' | 'seal'; signer?: string }
  | { at: 'closed'; because: 'signed' | 'refused' | 'refused_by_other' | 'expired' | 'cancelled' }

export function documentSides(type: DocumentType): readonly DocumentSide[] {
  return type === 'passport' ? ['front'] : ['front', 'back']
}

function documentCaptured(v: Verification | undefined): boolean {
  return v !== undefined && documentSides(v.documentType).every((side) => v.captured.includes(side))
}

/** Where the signer stands now. */
export function locate(s: SignerState, c: Circumstances): Place {
  if (s.signedAt) return { at: 'closed', because: 'signed' }
  if (s.refusedAt) return { at: 'closed', because: 'refused' }
  if (c.cancelled) return { at: 'closed', because: 'cancelled' }
  if (c.refusedByOther) return { at: 'closed', because: 'refused_by_other' }
  // Whoever has authorised has signed: neither a deadline nor a lost machine takes that back.
  if (s.authorised) return { at: 'waiting', for: 'seal' }
  if (c.now >= c.expiresAt) return { at: 'closed', because: 'expired' }
  if (!c.turn.mine) return { at: 'waiting', for: 'turn', signer: c.turn.waitingFor }

  const next = STEPS.find((rule) => rule.applies(s, c) && !rule.done(s))
  if (!next) return { at: 'waiting', for: 'seal' }
  if (next.step === 'identity' && s.attempts >= s.attemptsAllowed) return { at: 'waiting', for: 'help' }
  if (next.step === 'extracted_data' && s.verification?.status === 'checking') return { at: 'waiting', for: 'checking' }
  return { at: 'step', step: next.step }
}

/** The steps this signer will meet, with those already behind them: the progress line "Step 3 of 9". */
export function itinerary(s: SignerState, c: Circumstances): readonly { step: Step; done: boolean }[] {
  return STEPS.filter((rule) => rule.applies(s, c)).map((rule) => ({ step: rule.step, done: rule.done(s) }))
}

export function newSignerState(id: string, order: number): SignerState {
  return {
    id, order, invited: false, opened: false, link: 0, terms: false, details: false, issuanceTerms: false, attempts: 0,
    attemptsAllowed: VERIFICATION_ATTEMPTS, names: false, phone: false, certificateRequested: false, viewed: [], documentsSigned: [],
  }
}

/** What a new act forgets: a restart goes back to the terms, keeps what was proven (attempts, certificate) and frees the documents. */
function restarted(s: SignerState): SignerState {
  const fresh = newSignerState(s.id, s.order)
  return {
    ...fresh, invited: s.invited, opened: s.opened, link: s.link, attempts: s.attempts, attemptsAllowed: s.attemptsAllowed,
    ...(s.certificate ? { certificate: s.certificate } : {}), ...(s.verifiedAt ? { verifiedAt: s.verifiedAt } : {}),
  }
}

function without<K extends keyof SignerState>(s: SignerState, ...keys: K[]): SignerState {
  const copy = { ...s }
  for (const key of keys) delete copy[key]
  return copy
}

function withVerification(s: SignerState, change: Partial<Verification>): SignerState {
  return s.verification ? { ...s, verification: { ...s.verification, ...change } } : s
}

/** One event's effect on one signer; events of others and of the request leave the state as it is. */
export function applyToSigner(s: SignerState, event: EvidenceEvent): SignerState {
  const fact = event.fact
  if (!isSignerFact(fact) || fact.signer !== s.id) return s
  const t = { ...s, lastEventAt: event.at }
  switch (fact.type) {
    case 'signer_invited': return { ...t, invited: true, link: fact.link }
    case 'link_renewed': return { ...t, link: fact.link }
    case 'link_opened':
    case 'device_handed_over': return { ...t, opened: true }
    case 'terms_accepted': return { ...t, terms: true }
    case 'details_confirmed':
    case 'details_corrected': return { ...t, details: true }
    case 'issuance_terms_accepted': return { ...t, issuanceTerms: true }
    case 'verification_started':
      return {
        ...t, attempts: fact.attempt,
        verification: {
          id: fact.verification, attempt: fact.attempt, country: fact.country, documentType: fact.document_type,
          captured: [], selfie: false, status: 'capturing',
        },
      }
    case 'document_side_captured':
      return withVerification(t, { captured: [...new Set([...(t.verification?.captured ?? []), fact.side])] })
    case 'selfie_captured': return withVerification(t, { selfie: true, status: 'checking' })
    case 'verification_passed': return { ...withVerification(t, { status: 'passed' }), verifiedAt: event.at }
    case 'verification_failed': return withVerification(t, { status: 'failed', reason: fact.reason })
    case 'verification_abandoned':
    case 'extracted_data_rejected': return without(t, 'verification', 'verifiedAt')
    case 'verification_attempts_granted': return { ...t, attemptsAllowed: t.attempts + fact.attempts }
    case 'extracted_data_confirmed': return withVerification(t, { status: 'confirmed' })
    case 'names_chosen': return { ...t, names: true }
    case 'phone_confirmed': return { ...t, phone: true }
    case 'pin_created': return { ...t, pin: fact.credential }
    case 'certificate_requested': return { ...t, certificateRequested: true }
    case 'certificate_issued': return { ...t, certificate: { credential: fact.credential, serial: fact.serial } }
    case 'document_viewed': return { ...t, viewed: [...new Set([...t.viewed, fact.document])] }
    case 'documents_approved': return { ...t, approved: fact.documents }
    case 'activation_started': return { ...t, activation: fact.activation }
    case 'signature_authorised': return { ...t, authorised: fact.activation }
    case 'document_signed': return { ...t, documentsSigned: [...new Set([...t.documentsSigned, fact.document])] }
    case 'signer_signed': return { ...t, signedAt: event.at }
    case 'signer_refused': return { ...t, refusedAt: event.at }
    case 'journey_restarted': return { ...restarted(t), lastEventAt: event.at }
    case 'credential_locked': return without(t, 'activation')
    case 'signer_reminded':
    case 'document_shot_rejected':
    case 'unsigned_documents_downloaded':
    case 'code_sent':
    case 'activation_failed':
    case 'message_sent_to_requester': return t
  }
}
