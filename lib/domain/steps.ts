// The steps of a signer's journey, one object each, in the order a signer meets them. Names on the wire, guards, labels, the progress line,
// webhooks, the sandbox and the tests derive from this list.

import { documentSides, type DocumentSide, type DocumentType } from './capture'
import type { ChipOutcome } from './chip'
import type { Finding, Sha256, ShownText } from './event'
import type { Circumstances } from './journey'
import type { SignerState } from './signer-state'

/** What signers may correct of their details. */
export const CORRECTABLE_FIELDS = ['name', 'email', 'phone'] as const
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number]

/** The facts that complete steps. */
export type StepFact =
  /** `noted`: notices that were shown beside them, which nobody has to accept. Of before, `texts` holds them too. */
  | { type: 'terms_accepted'; texts: readonly ShownText[]; noted?: readonly ShownText[] }
  | { type: 'details_confirmed'; profile_sha256: Sha256 }
  | { type: 'details_corrected'; profile_sha256: Sha256; fields: readonly CorrectableField[] }
  /** The certificate of before with which the signer signs; null: they want a new check of their identity instead. */
  | { type: 'saved_identity_chosen'; credential: string | null }
  /** A selfie of the person who holds the certificate of before: they are still the one of its check. */
  | { type: 'step_up_passed'; verification: string; credential: string; findings: readonly Finding[] }
  | { type: 'issuance_terms_accepted'; texts: readonly ShownText[]; noted?: readonly ShownText[] }
  | { type: 'verification_started'; verification: string; attempt: number; country: string; document_type: DocumentType }
  | { type: 'document_side_captured'; verification: string; side: DocumentSide; frames: number; frames_sha256: Sha256 }
  /** An organisation's app has read the chip of the document. `chip_sha256`: salted, of its files. */
  | {
      type: 'chip_read'
      verification: string
      outcome: ChipOutcome
      reasons: readonly string[]
      findings: readonly Finding[]
      chip_sha256: Sha256
    }
  | { type: 'selfie_captured'; verification: string; challenges: readonly string[]; frames: number; frames_sha256: Sha256 }
  | { type: 'extracted_data_confirmed'; verification: string; result_sha256: Sha256 }
  | { type: 'phone_confirmed'; phone_sha256: Sha256; proof: 'as_given' | 'code' }
  | { type: 'pin_created'; credential: string }
  | { type: 'certificate_issued'; credential: string; serial: string; certificate_sha256: Sha256; not_after: string }
  | { type: 'documents_approved'; documents: readonly { id: string; sha256: Sha256 }[]; text: ShownText }
  /**
   * `credential`: absent where the seal signs, or a key of this act. `texts`: what the signer agreed to by this act. `origin_sha256`: salted, of the network address and
   * the browser that it came from; the act by PIN and code has neither of the two.
   */
  | {
      type: 'signature_authorised'
      activation: string
      credential?: string
      factors: readonly Factor[]
      texts?: readonly ShownText[]
      origin_sha256?: Sha256
    }

/** The factors that authorise a signature. */
export type Factor = 'pin' | 'otp_sms' | 'eid' | 'click'

export type StepRule = {
  name: string
  /** Any of these facts completes the step. */
  completedBy: readonly StepFact['type'][]
  /** Whether the step applies to this signer, provided that the policy has it. */
  applies(s: SignerState, c: Circumstances): boolean
  /** Left out where a fact of `completedBy` is enough: then the step is done until the journey is restarted. */
  done?(s: SignerState): boolean
  /** While one of these holds, the signer waits at the step: for a job, for a person who decides, or for the requester. */
  waits?: readonly { for: 'checking' | 'decision' | 'help'; while(s: SignerState): boolean }[]
  /** From this step on the documents are accepted: the signer may restart, but not refuse. */
  afterAcceptance?: true
}

const always = () => true
/** Steps that lead to a credential: a signer who has one skips them, unless the policy signs with another key. */
const withoutCredential = (_: SignerState, { credentials, policy }: Circumstances) =>
  policy.signsWith !== 'own credential' || credentials.length === 0

const IN_ORDER = [
  { name: 'terms', completedBy: ['terms_accepted'], applies: always },
  { name: 'details', completedBy: ['details_confirmed', 'details_corrected'], applies: withoutCredential },
  {
    name: 'saved_identity',
    completedBy: ['saved_identity_chosen'],
    // A certificate that was made in this request is nothing to choose: it was made to sign here.
    applies: ({ certificate }, { credentials, policy }) =>
      policy.signsWith === 'own credential' && credentials.length > 0 && !(certificate && credentials.includes(certificate.credential)),
    done: ({ chosen }) => chosen !== undefined,
  },
  {
    // The check of the chosen identity is older than the organisation allows: a selfie shows that it is still the same person.
    name: 'step_up',
    completedBy: ['step_up_passed'],
    applies: ({ chosen }, { aged }) => chosen !== undefined && aged.includes(chosen),
    done: ({ stepUp }) => stepUp?.status === 'passed' && stepUp.again === undefined,
    waits: [
      { for: 'checking', while: ({ stepUp }) => stepUp?.status === 'checking' },
      { for: 'decision', while: ({ stepUp }) => stepUp?.status === 'referred' },
    ],
  },
  { name: 'issuance_terms', completedBy: ['issuance_terms_accepted'], applies: withoutCredential },
  {
    name: 'identity',
    completedBy: ['verification_started'],
    applies: withoutCredential,
    done: ({ verification }) => verification !== undefined && verification.status !== 'failed',
    waits: [{ for: 'help', while: ({ attempts, attemptsAllowed }) => attempts >= attemptsAllowed }],
  },
  {
    name: 'document',
    completedBy: ['document_side_captured', 'chip_read'],
    applies: withoutCredential,
    done: ({ verification }) =>
      verification !== undefined && documentSides(verification.documentType).every((side) => verification.captured.includes(side)),
  },
  {
    name: 'selfie',
    completedBy: ['selfie_captured'],
    applies: withoutCredential,
    // A session that went on without the person who made the selfie makes one of its own, once the verdict on the one before is there.
    done: (s) => s.verification?.selfie === true && (!betweenSelfieAndCertificate(s) || isUndecided(s) || isPresent(s)),
  },
  {
    name: 'extracted_data',
    completedBy: ['extracted_data_confirmed'],
    applies: withoutCredential,
    done: ({ verification }) => verification?.status === 'confirmed',
    waits: [
      { for: 'checking', while: ({ verification }) => verification?.status === 'checking' },
      { for: 'decision', while: ({ verification }) => verification?.status === 'referred' },
    ],
  },
  { name: 'names', completedBy: ['phone_confirmed'], applies: withoutCredential },
  { name: 'pin', completedBy: ['pin_created'], applies: withoutCredential, done: ({ pin }) => pin !== undefined },
  {
    name: 'certificate',
    completedBy: ['certificate_issued'],
    applies: withoutCredential,
    done: ({ certificate }) => certificate !== undefined,
  },
  { name: 'review', completedBy: ['documents_approved'], applies: always, done: ({ approved }) => approved !== undefined },
  {
    name: 'sign',
    completedBy: ['signature_authorised'],
    applies: always,
    done: ({ authorised }) => authorised !== undefined,
    afterAcceptance: true,
  },
] as const satisfies readonly StepRule[]

export type Step = (typeof IN_ORDER)[number]['name']
export const STEPS: readonly (StepRule & { name: Step })[] = IN_ORDER
export const STEP_NAMES: readonly Step[] = STEPS.map(({ name }) => name)

export function stepNamed(name: Step): StepRule {
  const rule = STEPS.find((one) => one.name === name)
  if (!rule) throw new Error(`there is no step ${name}`)
  return rule
}

export function isDone(rule: StepRule, s: SignerState): boolean {
  return rule.done ? rule.done(s) : rule.completedBy.some((fact) => isSaid(fact) && s.said.includes(fact))
}

/** Facts of which the state keeps only that they happened: those of the steps without `done`. */
export type SaidFact = Exclude<(typeof IN_ORDER)[number], { done: unknown }>['completedBy'][number]
const SAID = new Set<string>(STEPS.flatMap(({ done, completedBy }) => (done ? [] : completedBy)))

export function isSaid(type: string): type is SaidFact {
  return SAID.has(type)
}

/** From the selfie to the certificate one person is present: their document, phone, PIN and key belong together. */
function betweenSelfieAndCertificate({ verification, certificate }: SignerState): boolean {
  return verification?.selfie === true && verification.status !== 'failed' && certificate === undefined
}

function isUndecided({ verification }: SignerState): boolean {
  return verification?.status === 'checking' || verification?.status === 'referred'
}

/** Whether another session that goes on would lose what the person of this one has proven. */
export function presenceMatters(s: SignerState): boolean {
  return betweenSelfieAndCertificate(s) || (s.proven.length > 0 && s.authorised === undefined)
}

/** Whether the active session is that of the person who made the selfie. Events of before name no sessions: then nobody is. */
export function isPresent({ activeSession, presentSession, presenceLeft }: SignerState): boolean {
  if (presenceLeft) return true
  return presentSession !== undefined && presentSession === activeSession
}
