// What one signer has done so far in one request, folded from the evidence. An absent member means not yet.

import { documentSides, type DocumentSide, type DocumentType } from './capture'
import type { ChipOutcome } from './chip'
import type { FoldedEvent, Sha256, SignatureFailure } from './event'
import { isSignerFact } from './event'
import { applyStepUp, withStepUp, type Check, type StepUp } from './step-up'
import { isSaid, type SaidFact } from './steps'

export type Verification = Check & {
  country: string
  documentType: DocumentType
  captured: readonly DocumentSide[]
  /** The chip that was read; its data need no photographs where it is authenticated. */
  chip?: { sha256: Sha256; outcome: ChipOutcome }
  startedAt: string
  /** How often each side had to be photographed again, and why the last time. */
  rejected: Partial<Record<DocumentSide, number>>
  shotProblem?: { side: DocumentSide; reason: string }
}

export type SignerState = {
  id: string
  order: number
  invited: boolean
  opened: boolean
  link: number
  /** The session that may act. */
  activeSession?: string
  /** The session of the person who made the selfie, or to which it gave this presence. */
  presentSession?: string
  /** The sandbox leaves its presence to the session that becomes active next. */
  presenceLeft?: true
  /**
   * Sessions of the present person: the one that made the selfie or proved a key, those to which it gave its presence, and those with which
   * one of these browsers came back. What they repeat is counted apart from what everybody else with the link repeats.
   */
  own: readonly string[]
  /** Facts that only say that a step was done; see steps.ts. */
  said: readonly SaidFact[]
  verification?: Verification
  /** Did not consent to the comparison of faces: a person compares, no software. */
  uncompared?: true
  attempts: number
  attemptsAllowed: number
  abandoned: number
  verifiedAt?: string
  /** Credentials of before whose holder has proven to be here. */
  proven: readonly string[]
  /** That of them with which the signer signs here. */
  chosen?: string
  stepUp?: StepUp
  /** How many selfies of a step-up have failed. */
  stepUpsFailed: number
  /** The version of the consent to the comparison of faces that was given. */
  faceConsent?: string
  /** Credentials with which the signer does not sign in this request: a forgotten PIN, a phone that is gone. */
  setAside: readonly string[]
  pin?: string
  certificateRequested: boolean
  certificate?: { credential: string; serial: string }
  viewed: readonly string[]
  approved?: readonly { id: string; sha256: Sha256 }[]
  activation?: string
  /** Wrong entries at acts of signing, over all of them. */
  wrongEntries: number
  authorised?: string
  /** Why the signature that they authorised last could not be made. With `document` no other one can be, until that has a new revision. */
  failed?: SignatureFailure
  documentsSigned: readonly string[]
  signedAt?: string
  /** When the certificate of this signer's signatures was revoked, after they were made or before. */
  certificateRevokedAt?: string
  refusedAt?: string
  reminders: number
  remindedAt?: string
  lastEventAt?: string
}

/** The text with the consent of Article 9(2)(a) GDPR. */
export const BIOMETRIC_CONSENT = 'biometric-consent'

export const VERIFICATION_ATTEMPTS = 3
/** How many checks a signer may give up before the selfie without losing a try. */
const FREE_ABANDONMENTS = 5

export function attemptsLeft({ attempts, attemptsAllowed }: Pick<SignerState, 'attempts' | 'attemptsAllowed'>): number {
  return Math.max(0, attemptsAllowed - attempts)
}

export function newSignerState(id: string, order: number): SignerState {
  return {
    id,
    order,
    invited: false,
    opened: false,
    link: 0,
    said: [],
    attempts: 0,
    attemptsAllowed: VERIFICATION_ATTEMPTS,
    abandoned: 0,
    proven: [],
    setAside: [],
    stepUpsFailed: 0,
    certificateRequested: false,
    wrongEntries: 0,
    viewed: [],
    documentsSigned: [],
    reminders: 0,
    own: [],
  }
}

/** A restart leads back to the terms and voids the approval; tries, a passed check and the certificate stay. */
function restarted(s: SignerState): SignerState {
  const { invited, opened, link, attempts, attemptsAllowed, abandoned, certificate, verifiedAt, verification, reminders, remindedAt } = s
  const { activeSession, presentSession, presenceLeft, proven, setAside, failed, own, stepUp, stepUpsFailed, wrongEntries } = s
  const verified = verification?.status === 'passed' || verification?.status === 'confirmed'
  return {
    ...newSignerState(s.id, s.order),
    invited,
    opened,
    link,
    attempts,
    attemptsAllowed,
    abandoned,
    reminders,
    proven,
    setAside,
    own,
    stepUpsFailed,
    wrongEntries,
    ...(stepUp?.status === 'passed' ? { stepUp } : {}),
    ...(remindedAt ? { remindedAt } : {}),
    ...(activeSession ? { activeSession } : {}),
    ...(presentSession ? { presentSession } : {}),
    ...(presenceLeft ? { presenceLeft } : {}),
    ...(certificate ? { certificate } : {}),
    ...(failed ? { failed } : {}),
    ...(verifiedAt ? { verifiedAt } : {}),
    ...(verified ? { verification: { ...verification, status: 'passed' } } : {}),
  }
}

export function without<K extends keyof SignerState>(s: SignerState, ...keys: K[]): SignerState {
  const copy = { ...s }
  for (const key of keys) delete copy[key]
  return copy
}

function withVerification(s: SignerState, change: Partial<Verification>): SignerState {
  return s.verification ? { ...s, verification: { ...s.verification, ...change } } : s
}

function withActive(s: SignerState, session: string): SignerState {
  const active = { ...without(s, 'presenceLeft'), activeSession: session }
  return s.presenceLeft ? { ...active, presentSession: session, own: [...s.own, session] } : active
}

/** Whoever proves them is asked which one it is to be, also where somebody has chosen before. */
function withProven(s: SignerState, credentials: readonly string[]): SignerState {
  const proven = { ...s, proven: [...new Set([...s.proven, ...credentials])] }
  // A selfie that is judged, or was good, stays: nobody is rid of the person who decides. But it was made by whoever was there before.
  if (s.stepUp?.selfie && s.stepUp.status !== 'failed') return withStepUp(proven, { again: true })
  return without(proven, 'chosen', 'stepUp')
}

/** A selfie of another session takes the place of the one before. */
function withSelfie(s: SignerState, verification: string): SignerState {
  if (!s.stepUp || s.stepUp.id !== verification) return withCheckAnew(s)
  const { again: _, ...stepUp } = s.stepUp
  return { ...s, stepUp: { ...stepUp, selfie: true, status: 'checking' } }
}

function withChosen(s: SignerState, credential: string | null): SignerState {
  const chosen = s.stepUp?.credential === credential ? s : without(s, 'stepUp')
  return credential === null ? { ...without(chosen, 'chosen'), proven: [] } : { ...chosen, chosen: credential }
}

/** Whoever was present before may have been somebody else. */
function withPresence(s: SignerState, session: string | undefined): SignerState {
  return session === undefined ? { ...without(s, 'presentSession'), own: [] } : { ...s, presentSession: session, own: [session] }
}

/** A browser came back. */
function withOpened(s: SignerState, session: string, continues: string | undefined): SignerState {
  const isOwn = continues !== undefined && s.own.includes(continues)
  return { ...s, opened: true, ...(isOwn ? { own: [...s.own, session] } : {}) }
}

/** Whoever gave none is compared by a person, and by no software. */
function withConsent(s: SignerState, version: string | undefined): SignerState {
  return version === undefined ? { ...without(s, 'faceConsent'), uncompared: true } : { ...without(s, 'uncompared'), faceConsent: version }
}

function withCheckAnew(s: SignerState): SignerState {
  return withoutCertificate(withVerification(without(s, 'verifiedAt'), { selfie: true, status: 'checking' }))
}

function withSide(s: SignerState, side: DocumentSide): SignerState {
  if (!s.verification) return s
  const { shotProblem: _, ...verification } = s.verification
  return { ...s, verification: { ...verification, captured: [...new Set([...verification.captured, side])] } }
}

function withChip(s: SignerState, { outcome, chip_sha256 }: { outcome: ChipOutcome; chip_sha256: Sha256 }): SignerState {
  if (!s.verification) return s
  const { shotProblem: _, ...verification } = s.verification
  const captured = outcome === 'authenticated' ? documentSides(verification.documentType) : verification.captured
  return { ...s, verification: { ...verification, captured, chip: { sha256: chip_sha256, outcome } } }
}

function withShotRejected(s: SignerState, side: DocumentSide, reason: string): SignerState {
  const rejected = s.verification?.rejected ?? {}
  return withVerification(s, { rejected: { ...rejected, [side]: (rejected[side] ?? 0) + 1 }, shotProblem: { side, reason } })
}

/** One event's effect on one signer; events of others and of the request leave the state as it is. */
export function applyToSigner(s: SignerState, event: FoldedEvent): SignerState {
  const fact = event.fact
  if (!isSignerFact(fact) || fact.signer !== s.id) return s
  const said = isSaid(fact.type) && !s.said.includes(fact.type) ? [...s.said, fact.type] : s.said
  const t = { ...s, said, lastEventAt: event.at }
  switch (fact.type) {
    case 'signer_invited':
      return { ...t, invited: true, link: fact.link }
    case 'link_renewed':
      return { ...t, link: fact.link }
    case 'link_opened':
      return fact.active
        ? withActive(withOpened(t, fact.session, fact.continues), fact.session)
        : withOpened(t, fact.session, fact.continues)
    case 'device_handed_over':
      return withActive({ ...t, opened: true }, fact.session)
    case 'device_taken_over':
      return withActive(t, fact.session)
    case 'issuance_terms_accepted':
      return withConsent(t, fact.texts.find(({ id }) => id === BIOMETRIC_CONSENT)?.version)
    case 'holder_proven':
      return withPresence(withProven(t, [fact.credential, ...(fact.others ?? [])]), event.session)
    case 'saved_identity_chosen':
      return withChosen(t, fact.credential)
    case 'step_up_started':
    case 'step_up_passed':
    case 'step_up_failed':
    case 'step_up_referred':
      return applyStepUp(t, fact)
    case 'presence_handed_over':
      return fact.to === null
        ? { ...without(t, 'presentSession'), presenceLeft: true }
        : { ...t, activeSession: fact.to, presentSession: fact.to, own: [...t.own, fact.to] }
    // A check compares the document with the name at that time: under another name, after a restart, it proves nothing.
    case 'details_corrected':
      return fact.fields.includes('name') ? without(t, 'verification', 'verifiedAt') : t
    case 'verification_started':
      return {
        ...withoutCertificate(without(withTryBack(t), 'verifiedAt', 'stepUp')),
        attempts: fact.attempt,
        verification: {
          id: fact.verification,
          attempt: fact.attempt,
          country: fact.country,
          documentType: fact.document_type,
          captured: [],
          selfie: false,
          status: 'capturing',
          startedAt: event.at,
          rejected: {},
        },
      }
    case 'document_side_captured':
      return withSide(t, fact.side)
    case 'document_shot_rejected':
      return withShotRejected(t, fact.side, fact.reason)
    case 'chip_read':
      return withChip(t, fact)
    // A second selfie, because another session went on: what that session did toward a certificate no longer counts,
    // and neither does the verdict on the first.
    case 'selfie_captured':
      return withPresence(withSelfie(t, fact.verification), event.session)
    case 'verification_referred':
      return withVerification(t, { status: 'referred', referral: { reasons: fact.referrals, resultSha256: fact.result_sha256 } })
    case 'verification_passed':
      return { ...withVerification(t, { status: 'passed' }), verifiedAt: event.at }
    case 'verification_failed':
      return withVerification(t, { status: 'failed', reason: fact.reason })
    case 'verification_abandoned':
      return without(withTryBack(t), 'verification', 'verifiedAt')
    case 'extracted_data_rejected':
      return without(t, 'verification', 'verifiedAt')
    case 'verification_attempts_granted':
      return { ...t, attemptsAllowed: t.attempts + fact.attempts }
    case 'extracted_data_confirmed':
      return withVerification(t, { status: 'confirmed' })
    case 'pin_created':
      return { ...t, pin: fact.credential }
    case 'certificate_requested':
      return { ...t, certificateRequested: true }
    case 'certificate_issued':
      return { ...without(t, 'certificateRevokedAt'), certificate: { credential: fact.credential, serial: fact.serial } }
    case 'certificate_revoked':
      return { ...t, certificateRevokedAt: event.at }
    case 'document_viewed':
      return { ...t, viewed: [...new Set([...t.viewed, fact.document])] }
    case 'documents_approved':
      return { ...t, approved: fact.documents }
    case 'activation_started':
      return { ...t, activation: fact.activation }
    case 'activation_failed':
      return { ...t, wrongEntries: t.wrongEntries + 1 }
    case 'signature_authorised':
      return { ...without(t, 'failed'), authorised: fact.activation }
    case 'signature_failed':
      return { ...without(t, 'authorised', 'activation'), failed: fact.reason }
    case 'document_signed':
      return { ...t, documentsSigned: [...new Set([...t.documentsSigned, fact.document])] }
    case 'signer_signed':
      return { ...t, signedAt: event.at }
    case 'signer_refused':
      return { ...t, refusedAt: event.at }
    case 'journey_restarted':
      return { ...restarted(t), lastEventAt: event.at }
    // A signer whose PIN was locked proves their identity anew, with all tries.
    case 'names_reopened':
      return withoutCertificate(t)
    case 'certificate_set_aside':
      return { ...withTriesForAnother(without(t, 'failed')), setAside: [...new Set([...t.setAside, fact.credential])] }
    case 'credential_locked':
      return withTriesForAnother(t)
    case 'signer_reminded':
      return { ...t, reminders: t.reminders + 1, remindedAt: event.at }
    // Nothing in the state depends on these facts; a signer is added by the fold of the request.
    case 'signer_added':
    case 'presence_refused':
    case 'names_chosen':
    case 'unsigned_documents_downloaded':
    case 'code_sent':
    case 'one_shot_certificate_issued':
    case 'one_shot_key_destroyed':
    case 'message_sent_to_requester':
    case 'message_not_delivered':
    // The verdict follows as a fact of its own.
    case 'verification_decided':
      return t
    // What others look at is no act in the journey: not even `lastEventAt` changes.
    case 'identity_proof_downloaded':
    case 'verification_evidence_viewed':
    case 'message_sent_to_signer':
      return s
    default:
      fact.type satisfies SaidFact
      return t
  }
}

/** Whoever has had a certificate, and needs another one, is checked again with as many tries as at first. */
function withTriesForAnother(s: SignerState): SignerState {
  return { ...without(s, 'activation'), attemptsAllowed: Math.max(s.attemptsAllowed, s.attempts + VERIFICATION_ATTEMPTS) }
}

/** Gives back the try of a check that was given up before the selfie, up to FREE_ABANDONMENTS times. */
export function withTryBack(s: SignerState): SignerState {
  if (s.verification?.status !== 'capturing' || s.abandoned >= FREE_ABANDONMENTS) return s
  return { ...s, abandoned: s.abandoned + 1, attemptsAllowed: s.attemptsAllowed + 1 }
}

/** The document has a new revision: reading and accepting the earlier one no longer count. */
export function withDocumentRevised(s: SignerState, document: string): SignerState {
  if (s.signedAt) return s
  return { ...without(s, 'approved', 'activation', 'failed'), viewed: s.viewed.filter((id) => id !== document) }
}

/** All steps that lead to a certificate have to be done again. */
export function withoutCertificate(s: SignerState): SignerState {
  return { ...without(s, 'pin', 'certificate'), said: s.said.filter((fact) => fact !== 'phone_confirmed'), certificateRequested: false }
}
