// Where a signer stands on the way to a signature: `locate` answers it from what they have done and what surrounds them.
// Pages, buttons, REST status and guards all ask it; nothing is stored.

import type { Fact } from './event'
import type { Policy } from './policy'
import { without, withoutCertificate, withTryBack, type SignerState, type Verification } from './signer-state'
import type { StepUp } from './step-up'
import { isDone, STEP_NAMES, STEPS, type Step } from './steps'

/** A certificate is made within a day of the check of identity; after that nothing shows that the person is still present. */
const VERIFICATION_FRESH_MS = 24 * 3_600_000

/**
 * What the step depends on beside the signer's own acts. `credentials`: ids of valid, unlocked credentials that this person may use. `aged`:
 * those of them whose check is older than the organisation allows without a selfie.
 */
export type Circumstances = {
  now: Date
  expiresAt: Date
  cancelled: boolean
  refusedByOther: boolean
  /** Whose turn it is, in the order of signing. */
  turn: readonly string[]
  credentials: readonly string[]
  aged: readonly string[]
  policy: Policy
}

export const WAITING = ['turn', 'checking', 'decision', 'help', 'seal'] as const
export const CLOSED = ['signed', 'refused', 'refused_by_other', 'expired', 'cancelled'] as const
export type Waiting = (typeof WAITING)[number]
export type Closed = (typeof CLOSED)[number]

/** `signer`: the id of the signer whose turn it is. */
export type Place = { at: 'step'; step: Step } | { at: 'waiting'; for: Waiting; signer?: string } | { at: 'closed'; because: Closed }

/** The places where something can still be done, by name: the steps, and the kinds of waiting. */
export type PlaceName = Step | Waiting

/** The places before the signer has authorised a signature. */
export const BEFORE_SIGNING: readonly PlaceName[] = [...STEP_NAMES, ...WAITING.filter((name) => name !== 'seal')]
/** The places from which the signer may begin again: not while their check is judged, or they would be rid of the person who decides. */
export const RESTARTABLE = BEFORE_SIGNING.filter((place) => place !== 'checking' && place !== 'decision')
/** The places before the signer has accepted the documents. */
export const BEFORE_ACCEPTING = BEFORE_SIGNING.filter(
  (place) => !STEPS.some(({ name, afterAcceptance }) => name === place && afterAcceptance),
)

export function placeName(place: Place): PlaceName | Closed {
  switch (place.at) {
    case 'step':
      return place.step
    case 'waiting':
      return place.for
    case 'closed':
      return place.because
  }
}

/** The step whose page is shown here, or whose outcome is awaited here. */
export function stepAt(place: Place, s: SignerState): Step | undefined {
  if (place.at === 'step') return place.step
  return place.at === 'waiting'
    ? STEPS.find(({ waits }) => waits?.some((wait) => wait.for === place.for && wait.while(s)))?.name
    : undefined
}

/** Where the signer stands now: at the first step that applies and is not done. */
export function locate(s: SignerState, c: Circumstances): Place {
  if (s.signedAt) return { at: 'closed', because: 'signed' }
  if (s.refusedAt) return { at: 'closed', because: 'refused' }
  // A signer who has authorised has signed: neither a deadline nor another's refusal nor a crash takes that back.
  if (s.authorised) return { at: 'waiting', for: 'seal' }
  if (c.cancelled) return { at: 'closed', because: 'cancelled' }
  if (c.refusedByOther) return { at: 'closed', because: 'refused_by_other' }
  if (c.now >= c.expiresAt) return { at: 'closed', because: 'expired' }
  if (!c.turn.includes(s.id)) return { at: 'waiting', for: 'turn', ...(c.turn[0] === undefined ? {} : { signer: c.turn[0] }) }

  const present = asOf(s, c)
  const next = STEPS.find((rule) => applies(rule, present, c) && !isDone(rule, present))
  if (!next) return { at: 'waiting', for: 'seal' }
  const wait = next.waits?.find((one) => one.while(present))
  if (wait) return { at: 'waiting', for: wait.for }
  return { at: 'step', step: next.name }
}

/** The steps of this signer for the progress line "Step 3 of 9". Steps that led to the certificate stay in the list. */
export function itinerary(s: SignerState, c: Circumstances): readonly { step: Step; done: boolean }[] {
  const present = asOf(s, c)
  return STEPS.map((rule) => ({ step: rule.name, done: isDone(rule, present), here: applies(rule, present, c) }))
    .filter(({ here, done }) => here || done)
    .map(({ step, done }) => ({ step, done }))
}

function applies(rule: (typeof STEPS)[number], s: SignerState, c: Circumstances): boolean {
  return c.policy.steps.includes(rule.name) && rule.applies(s, c)
}

/** The check that the selfie is for: that of the chosen identity, or the one by document. */
export function checkAt(s: SignerState, c: Circumstances): StepUp | Verification | undefined {
  const { stepUp, verification } = asOf(s, c)
  return stepUp ?? verification
}

/** The steps that this fact completed. */
export function completedBy(fact: Fact, before: SignerState | undefined, after: SignerState): readonly Step[] {
  return STEPS.filter(
    (rule) => rule.completedBy.some((type) => type === fact.type) && isDone(rule, after) && !(before && isDone(rule, before)),
  ).map(({ name }) => name)
}

/**
 * The state without what no longer counts: a lost certificate (PIN locked, revoked, expired), the choice of one with its selfie, and a check
 * of identity that is too old.
 */
function asOf(state: SignerState, c: Circumstances): SignerState {
  const s = withoutLostChoice(state, c)
  if (s.certificate) return c.credentials.length === 0 ? withoutCertificate(without(s, 'verification', 'verifiedAt', 'activation')) : s
  if (!s.verification || !isStale(s.verification, s.verifiedAt, c.now)) return s
  return withoutCertificate(without(withTryBack(s), 'verification', 'verifiedAt'))
}

function withoutLostChoice(s: SignerState, { credentials }: Circumstances): SignerState {
  const kept = s.chosen !== undefined && !credentials.includes(s.chosen) ? without(s, 'chosen') : s
  return kept.stepUp !== undefined && kept.stepUp.credential !== kept.chosen ? without(kept, 'stepUp') : kept
}

function isStale({ status, startedAt }: Verification, verifiedAt: string | undefined, now: Date): boolean {
  if (status === 'failed' || status === 'checking' || status === 'referred') return false
  return now.getTime() - Date.parse(verifiedAt ?? startedAt) > VERIFICATION_FRESH_MS
}
