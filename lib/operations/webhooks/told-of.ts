// The webhook events of a fact: ids, states, coded reasons and the requester's own metadata; no documents, no personal data.

import { isSignerFact, type EvidenceEvent, type SignerFact } from '../../domain/event'
import { completedBy } from '../../domain/journey'
import { signerStatusOf, statusOf, type RequestState, type RequestStatus, type SignerStatus } from '../../domain/request'
import type { Step } from '../../domain/steps'
import type { WebhookEventType } from './event-types'

/** The data of an event as JSON; each event type has some of the members. */
export type WebhookData = {
  signature_request?: { id: string; status: RequestStatus; signed_document_url: string | null; metadata: unknown }
  signer?: { id: string; status: SignerStatus; order: number }
  /** `reason` is a coded word; null when it passed. */
  verification?: { status: 'verified' | 'failed'; attempt: number; reason: string | null; attempts_left: number }
  step?: Step
  fields?: readonly string[]
  cancelled_by?: 'requester' | 'signer'
  webhook_endpoint?: { id: string }
}
export type Told = { type: WebhookEventType; at: string; data: WebhookData }

/** The request to which the facts belong. */
export type Subject = { id: string; metadata: unknown; baseUrl: string }

/** `before` is null for the first event. */
export function toldOf(subject: Subject, before: RequestState | null, after: RequestState, event: EvidenceEvent): Told[] {
  const { at, fact } = event
  const request = { signature_request: requestData(subject, after, new Date(at)) }
  if (isSignerFact(fact)) return toldOfSigner(request, before, after, { at, fact })
  const told = (type: WebhookEventType, more: WebhookData = {}): Told[] => [{ type, at, data: { ...request, ...more } }]
  switch (fact.type) {
    case 'request_created':
      return told('signature_request.created')
    case 'request_cancelled':
      return told('signature_request.cancelled', { cancelled_by: 'requester' })
    case 'request_expired':
      return told('signature_request.expired')
    // Not at `request_completed`: "ready for download" includes the audit trail, which is sealed after that.
    case 'evidence_sealed':
      return told('signature_request.completed')
    default:
      return []
  }
}

function toldOfSigner(
  request: WebhookData,
  before: RequestState | null,
  after: RequestState,
  { at, fact }: { at: string; fact: SignerFact },
): Told[] {
  const signer = after.signers.find(({ id }) => id === fact.signer)
  if (!signer) return []
  const was = before?.signers.find(({ id }) => id === fact.signer)
  const data = { ...request, signer: { id: signer.id, status: signerStatusOf(after, signer, new Date(at)), order: signer.order } }
  const told = (type: WebhookEventType, more: WebhookData = {}): Told => ({ type, at, data: { ...data, ...more } })
  const steps = completedBy(fact, was, signer).map((step) => told('signer.step_completed', { step }))
  const attempt = signer.verification?.attempt ?? signer.attempts
  switch (fact.type) {
    case 'link_opened':
    case 'device_handed_over':
      return was?.opened === true ? steps : [told('signer.opened'), ...steps]
    case 'details_corrected':
      return [told('signer.data_corrected', { fields: fact.fields }), ...steps]
    case 'verification_passed': {
      const verification = {
        status: 'verified' as const,
        attempt,
        reason: null,
        attempts_left: Math.max(0, signer.attemptsAllowed - signer.attempts),
      }
      return [told('signer.verification_completed', { verification }), told('signer.identification_succeeded', { verification }), ...steps]
    }
    case 'verification_failed': {
      const verification = { status: 'failed' as const, attempt, reason: fact.reason, attempts_left: fact.attempts_left }
      return [
        told('signer.verification_failed', { verification }),
        ...(fact.attempts_left === 0 ? [told('signer.identification_failed', { verification })] : []),
        ...steps,
      ]
    }
    case 'signer_signed':
      return [told('signer.signed'), ...steps]
    case 'signer_refused':
      return [told('signer.refused'), { ...told('signature_request.cancelled'), data: { ...request, cancelled_by: 'signer' } }, ...steps]
    default:
      return steps
  }
}

/** Downloading from this address takes the requester's API key: reading a webhook is not enough to fetch the document. */
function requestData({ id, metadata, baseUrl }: Subject, state: RequestState, at: Date): NonNullable<WebhookData['signature_request']> {
  const status = statusOf(state, at)
  return { id, status, signed_document_url: status === 'completed' ? `${baseUrl}/v1/signature-requests/${id}/download` : null, metadata }
}
