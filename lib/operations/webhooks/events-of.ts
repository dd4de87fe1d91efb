// The webhook events of a fact: ids, states, coded reasons and the requester's own metadata; no documents, no personal data.

import { isSignerFact, type Actor, type EvidenceEvent, type SignatureFailure, type SignerFact } from '../../domain/event'
import { completedBy } from '../../domain/journey'
import { signerStatusOf, statusOf, type RequestState, type RequestStatus, type SignerStatus } from '../../domain/request'
import type { Step } from '../../domain/steps'
import type { Decision } from '../../domain/decision'
import { attemptsLeft, type SignerState } from '../../domain/signer-state'
import { stepUpsLeft } from '../../domain/step-up'
import type { WebhookEventType } from './event-types'

/** How a check of an identity ends. */
export const VERDICTS = ['verified', 'failed', 'referred'] as const

/** The data of an event as JSON, in the names of the wire: stored once, sent as it is. Each event type has some of the members. */
export type WebhookData = {
  signature_request?: { id: string; status: RequestStatus; signed_document_url: string | null; metadata: unknown }
  signer?: { id: string; status: SignerStatus; order: number }
  /** `reason` is a coded word; null when it passed. */
  verification?: {
    status: (typeof VERDICTS)[number]
    attempt: number
    reason: string | null
    attempts_left: number
    /** Coded: why a person decides. */
    referrals?: readonly string[]
    decision?: Decision
    /** A selfie in place of a document. */
    kind?: 'step_up'
  }
  step?: Step
  fields?: readonly string[]
  /** Why a signature cannot be made. */
  reason?: SignatureFailure
  message?: { id: string }
  cancelled_by?: Exclude<Actor, 'system'>
  webhook_endpoint?: { id: string }
}
export type NewEvent = { type: WebhookEventType; at: string; data: WebhookData }

/** The request to which the facts belong. */
export type Subject = { id: string; metadata: unknown; baseUrl: string }

/** `before` is null for the first event. */
export function eventsOf(subject: Subject, before: RequestState | null, after: RequestState, event: EvidenceEvent): NewEvent[] {
  const { at, fact } = event
  const request = { signature_request: requestData(subject, after, new Date(at)) }
  if (isSignerFact(fact)) return eventsOfSigner(request, before, after, { at, fact })
  const events = (type: WebhookEventType, more: WebhookData = {}): NewEvent[] => [{ type, at, data: { ...request, ...more } }]
  switch (fact.type) {
    case 'request_created':
      return events('signature_request.created')
    case 'request_cancelled':
      return events('signature_request.cancelled', { cancelled_by: 'requester' })
    case 'request_expired':
      return events('signature_request.expired')
    // Not at `request_completed`: "ready for download" includes the audit trail, which is sealed after that.
    case 'evidence_sealed':
      return after.completedAt ? events('signature_request.completed') : []
    default:
      return []
  }
}

function eventsOfSigner(
  request: WebhookData,
  before: RequestState | null,
  after: RequestState,
  { at, fact }: { at: string; fact: SignerFact },
): NewEvent[] {
  const signer = after.signers.find(({ id }) => id === fact.signer)
  if (!signer) return []
  const was = before?.signers.find(({ id }) => id === fact.signer)
  const data = { ...request, signer: { id: signer.id, status: signerStatusOf(after, signer, new Date(at)), order: signer.order } }
  const newEvent = (type: WebhookEventType, more: WebhookData = {}): NewEvent => ({ type, at, data: { ...data, ...more } })
  const steps = completedBy(fact, was, signer).map((step) => newEvent('signer.step_completed', { step }))
  const outcome = outcomeOf(signer, fact)
  switch (fact.type) {
    case 'link_opened':
    case 'device_handed_over':
      return was?.opened === true ? steps : [newEvent('signer.opened'), ...steps]
    case 'details_corrected':
      return [newEvent('signer.data_corrected', { fields: fact.fields }), ...steps]
    case 'verification_passed': {
      const verification = { ...outcome, status: 'verified' as const, reason: null }
      return [
        newEvent('signer.verification_completed', { verification }),
        newEvent('signer.identification_succeeded', { verification }),
        ...steps,
      ]
    }
    case 'verification_referred':
    case 'step_up_referred': {
      const verification = { ...outcome, status: 'referred' as const, reason: null, referrals: fact.referrals }
      return [newEvent('signer.verification_referred', { verification }), ...steps]
    }
    case 'verification_decided': {
      const status = fact.decision === 'approve' ? ('verified' as const) : ('failed' as const)
      const reason = fact.decision === 'approve' ? null : (fact.reasons[0] ?? null)
      return [newEvent('signer.verification_decided', { verification: { ...outcome, status, reason, decision: fact.decision } }), ...steps]
    }
    // Nobody was identified anew, so no proof of it is ready.
    case 'step_up_passed':
      return [newEvent('signer.verification_completed', { verification: { ...outcome, status: 'verified', reason: null } }), ...steps]
    case 'step_up_failed': {
      const verification = { ...outcome, status: 'failed' as const, reason: fact.reason, attempts_left: fact.attempts_left }
      return [newEvent('signer.verification_failed', { verification }), ...steps]
    }
    case 'verification_failed': {
      const verification = { ...outcome, status: 'failed' as const, reason: fact.reason, attempts_left: fact.attempts_left }
      return [
        newEvent('signer.verification_failed', { verification }),
        ...(fact.attempts_left === 0 ? [newEvent('signer.identification_failed', { verification })] : []),
        ...steps,
      ]
    }
    case 'message_sent_to_requester':
      return fact.message === null ? steps : [newEvent('signer.message_received', { message: { id: fact.message } })]
    case 'signature_failed':
      return [newEvent('signer.signature_failed', { reason: fact.reason })]
    case 'signer_signed':
      return [newEvent('signer.signed'), ...steps]
    case 'signer_refused':
      return [
        newEvent('signer.refused'),
        { ...newEvent('signature_request.cancelled'), data: { ...request, cancelled_by: 'signer' } },
        ...steps,
      ]
    default:
      return steps
  }
}

/** Of the check that the fact is about: a selfie has tries of its own. */
function outcomeOf(signer: SignerState, fact: SignerFact) {
  const { stepUp, verification } = signer
  if (stepUp && 'verification' in fact && fact.verification === stepUp.id)
    return { kind: 'step_up' as const, attempt: stepUp.attempt, attempts_left: stepUpsLeft(signer) }
  return { attempt: verification?.attempt ?? signer.attempts, attempts_left: attemptsLeft(signer) }
}

/** Downloading from this address takes the requester's API key: reading a webhook is not enough to fetch the document. */
function requestData({ id, metadata, baseUrl }: Subject, state: RequestState, at: Date): NonNullable<WebhookData['signature_request']> {
  const status = statusOf(state, at)
  return { id, status, signed_document_url: status === 'completed' ? `${baseUrl}/v1/signature-requests/${id}/download` : null, metadata }
}
