// What the audit trail of a signature tells, as it goes into the PDF: of the evidence up to the moment before signing, for programs. Its fields
// are those of the API.

import { acceptedIn, isSignerFact, type EvidenceEvent, type Fact, type SignatureType } from '../../../domain/event'
import { policyOf } from '../../../domain/policy'
import { requestFrom } from '../../../domain/request'
import { STEPS, type Factor, type Step } from '../../../domain/steps'
import { maskPhone } from '../../kernel/profile'

export type ToldTrail = {
  type: 'audit_trail'
  version: 1
  request: string
  livemode: boolean
  signature_type: SignatureType
  signer: {
    id: string
    name: string | null
    order: number
    verification_method: string
    tier: string
    /** Where the method is a code to it: the country and the last digits, by which its owner knows it. */
    phone_masked?: string | null
  }
  intent_to_sign: boolean
  consent_to_electronic: boolean | null
  timestamp_utc: string
  factors: readonly Factor[]
  device: string | null
  origin_sha256: string | null
  documents: readonly {
    id: string
    sha256_before_signing: string
    anchor_placement?: { found: boolean; occurrences: number }
  }[]
  accepted: readonly { text: string; version: string; language: string; sha256: string; at: string }[]
  steps: readonly { step: Step; at: string; sequence: number }[]
  evidence: { events: number; head: string }
  signature_standard: 'PAdES (ETSI EN 319 142) / ETSI.CAdES.detached'
}

/** `phone`: null where the person was erased. `name`: as the signature has it. `method`: how the requester had the identity proven. `at`: the claimed time of signing. */
export type TrailSubject = { signer: string; name: string | null; method: string; phone: string | null; at: string }

const TIERS: Readonly<Record<SignatureType, string>> = { qes: 'eIDAS QES', aes: 'eIDAS AES', ses: 'ESIGN (US) / eIDAS SES' }
/** A journey may be begun again and again; the newest are told. All of it has to fit into one string of a PDF. */
const MOST_TOLD = 50

const STEP_OF: ReadonlyMap<string, Step> = new Map(STEPS.flatMap(({ name, completedBy }) => completedBy.map((fact) => [fact, name])))

/** From the events alone, so that whoever has them tells the same again. */
export function toldTrail(events: readonly EvidenceEvent[], { signer, name, method, phone, at }: TrailSubject): ToldTrail {
  const state = requestFrom(events)
  const own = events.filter(({ fact }) => isSignerFact(fact) && fact.signer === signer)
  const accepted = textsIn(own)
  const agreed = (text: string) => accepted.some((one) => one.text === text)
  return {
    type: 'audit_trail',
    version: 1,
    request: events[0]?.request ?? '',
    livemode: state.mode === 'live',
    signature_type: state.signatureType,
    signer: {
      id: signer,
      name,
      order: state.signers.find(({ id }) => id === signer)?.order ?? 0,
      verification_method: method,
      tier: TIERS[state.signatureType],
      ...(method === 'sms_otp' ? { phone_masked: phone && maskPhone(phone) } : {}),
    },
    // Who accepts documents for signature, and then gives PIN and code, means to sign; a click is asked about.
    intent_to_sign: agreed(state.signatureType === 'ses' ? 'signing-intent' : 'document-approval'),
    consent_to_electronic: agreed('electronic-consent') || null,
    timestamp_utc: at,
    factors: policyOf(state.signatureType, state.signatureType === 'ses' ? undefined : method).factors,
    device: deviceIn(own),
    origin_sha256: originIn(own),
    documents: state.documents.map(({ id, revisions, sha256 }) => ({
      id,
      sha256_before_signing: revisions.at(-1)?.sha256 ?? sha256,
      ...anchorIn(events, { document: id, signer }),
    })),
    accepted: accepted.slice(-MOST_TOLD),
    steps: stepsIn(own).slice(-MOST_TOLD),
    evidence: { events: state.sequence, head: state.head },
    signature_standard: 'PAdES (ETSI EN 319 142) / ETSI.CAdES.detached',
  }
}

const textsIn = (own: readonly EvidenceEvent[]): ToldTrail['accepted'] =>
  own.flatMap(({ at, fact }) => acceptedIn(fact).map(({ id, version, language, sha256 }) => ({ text: id, version, language, sha256, at })))

const stepsIn = (own: readonly EvidenceEvent[]): ToldTrail['steps'] =>
  own.flatMap(({ at, sequence, fact }) => {
    const step = STEP_OF.get(fact.type)
    return step === undefined ? [] : [{ step, at, sequence }]
  })

/** The kind of the device that came last; nothing else of it is told. */
function deviceIn(own: readonly EvidenceEvent[]): string | null {
  const kinds = own.flatMap(({ fact }) => ('kind' in fact && fact.kind !== undefined ? [fact.kind] : []))
  return kinds.at(-1) ?? null
}

/** Of the network address and browser of an act, where the level keeps them: salted, so that the file tells nobody's address (decisions/0047). */
function originIn(own: readonly EvidenceEvent[]): string | null {
  const found = own.findLast(({ fact }) => 'origin_sha256' in fact)?.fact as (Fact & { origin_sha256?: string }) | undefined
  return found?.origin_sha256 ?? null
}

function anchorIn(events: readonly EvidenceEvent[], { document, signer }: { document: string; signer: string }) {
  const anchors = events.flatMap(({ fact }) => (fact.type === 'fields_placed' && fact.document === document ? (fact.anchors ?? []) : []))
  const own = anchors.find((anchor) => anchor.signer === signer)
  return own && { anchor_placement: { found: own.found, occurrences: own.occurrences } }
}

/** In plain ASCII, as a PDF holds it in a string; any reader of JSON gives the names back. */
export function trailJson(trail: object): string {
  return JSON.stringify(trail).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
