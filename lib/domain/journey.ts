// A signer's way to a qualified signature: the list of steps and `locate`, the one function that says where a signer stands.
// Pages, buttons, REST status and guards all ask it; nothing is stored.

import type { DocumentSide, DocumentType } from './event'
import { without, withoutCertificate, withTryBack, type SignerState, type Verification } from './signer-state'

/** A check is finished, and the certificate made from it, within a day; after that the person is no longer known to be present. */
const VERIFICATION_FRESH_MS = 24 * 3_600_000

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
  {
    step: 'identity',
    applies: needsCredential,
    done: (s: SignerState) => s.verification !== undefined && s.verification.status !== 'failed',
  },
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
/** Their names, in order. */
export const STEP_NAMES: readonly Step[] = STEPS.map(({ step }) => step)
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
  // Whoever has authorised has signed: neither a deadline nor another's refusal nor a lost machine takes that back.
  if (s.authorised) return { at: 'waiting', for: 'seal' }
  if (c.cancelled) return { at: 'closed', because: 'cancelled' }
  if (c.refusedByOther) return { at: 'closed', because: 'refused_by_other' }
  if (c.now >= c.expiresAt) return { at: 'closed', because: 'expired' }
  if (!c.turn.mine) return { at: 'waiting', for: 'turn', signer: c.turn.waitingFor }

  const present = asOf(s, c)
  const next = STEPS.find((rule) => rule.applies(present, c) && !rule.done(present))
  if (!next) return { at: 'waiting', for: 'seal' }
  if (next.step === 'identity' && present.attempts >= present.attemptsAllowed) return { at: 'waiting', for: 'help' }
  if (next.step === 'extracted_data' && present.verification?.status === 'checking') return { at: 'waiting', for: 'checking' }
  return { at: 'step', step: next.step }
}

/** The steps this signer meets or has met: the progress line "Step 3 of 9". Those that led to the certificate stay in the list. */
export function itinerary(s: SignerState, c: Circumstances): readonly { step: Step; done: boolean }[] {
  const present = asOf(s, c)
  return STEPS.filter((rule) => rule.applies(present, c) || rule.done(present)).map((rule) => ({
    step: rule.step,
    done: rule.done(present),
  }))
}

/** The steps that the signer's own acts have completed, whatever else they depend on. */
export function stepsDone(s: SignerState): readonly Step[] {
  return STEPS.filter(({ done }) => done(s)).map(({ step }) => step)
}

/** What of the past still counts now: a lost certificate (PIN locked, revoked, expired) and a stale check have to be made anew. */
function asOf(s: SignerState, c: Circumstances): SignerState {
  if (s.certificate) return c.credentials.length === 0 ? withoutCertificate(without(s, 'verification', 'verifiedAt', 'activation')) : s
  if (!s.verification || !isStale(s.verification, s.verifiedAt, c.now)) return s
  return withoutCertificate(without(withTryBack(s), 'verification', 'verifiedAt'))
}

function isStale({ status, startedAt }: Verification, verifiedAt: string | undefined, now: Date): boolean {
  if (status === 'failed' || status === 'checking') return false
  return now.getTime() - Date.parse(verifiedAt ?? startedAt) > VERIFICATION_FRESH_MS
}
