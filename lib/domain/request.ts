// A signature request as the fold of its evidence: who signs, whose turn it is, and the status the REST API shows.

import type { FoldedEvent, Mode, Sha256, SignatureType } from './event'
import type { Circumstances } from './journey'
import { policyOf } from './policy'
import { applyToSigner, newSignerState, withDocumentRevised, type SignerState } from './signer-state'

export type RequestState = {
  mode: Mode
  signatureType: SignatureType
  ordered: boolean
  createdAt: string
  expiresAt: Date
  /** As the requester wished it for this request; undefined: as the organisation has it. */
  conversation?: boolean
  documents: readonly DocumentState[]
  signers: readonly SignerState[]
  completedAt?: string
  cancelledAt?: string
  expiredAt?: string
  deletedAt?: string
  /** When the evidence was sealed, after the end of the request; no work is left after that. */
  sealedAt?: string
  head: Sha256
  sequence: number
}

export const MOST_SIGNERS = 20

/** `fields`: how many were placed on it. `revisions`: its bytes as they came to be, the newest last. */
type DocumentState = { id: string; sha256: Sha256; pages: number; fields: number; revisions: readonly RevisionState[] }
/** `signer`: whose signature made it. */
type RevisionState = { kind: 'uploaded' | 'fields_placed' | 'signed'; sha256: Sha256; signer: string | null }

export const REQUEST_STATUSES = ['pending', 'in_progress', 'completed', 'expired', 'cancelled'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** A signer's status in the API. */
export const SIGNER_STATUSES = [
  'waiting',
  'pending_verification',
  'verification_failed',
  'verified',
  'signing',
  'signed',
  'refused',
  'expired',
  'cancelled',
] as const
export type SignerStatus = (typeof SIGNER_STATUSES)[number]

/** The signer with this id. Each row has one, because one transaction writes the row and its fact. */
export function signerOf(state: RequestState, id: string): SignerState {
  const signer = state.signers.find((one) => one.id === id)
  if (!signer) throw new Error('a signer row without a signer in the evidence')
  return signer
}

/** Folds a whole chain; throws when the chain does not begin with `request_created`. */
export function requestFrom(events: readonly FoldedEvent[]): RequestState {
  const first = events[0]
  if (first?.fact.type !== 'request_created') throw new Error('an evidence chain begins with request_created')
  const { mode, signature_type, ordered, expires_at, conversation, documents, signers } = first.fact
  const start: RequestState = {
    mode,
    signatureType: signature_type,
    ordered,
    createdAt: first.at,
    expiresAt: new Date(expires_at),
    ...(conversation === undefined ? {} : { conversation }),
    documents: documents.map((one) => ({ ...one, fields: 0, revisions: [{ kind: 'uploaded', sha256: one.sha256, signer: null }] })),
    signers: signers.map((s) => newSignerState(s.id, s.order)),
    head: first.hash,
    sequence: first.sequence,
  }
  return events.slice(1).reduce(applyToRequest, start)
}

export function applyToRequest(r: RequestState, event: FoldedEvent): RequestState {
  const next = { ...r, signers: r.signers.map((s) => applyToSigner(s, event)), head: event.hash, sequence: event.sequence }
  const { fact } = event
  switch (fact.type) {
    case 'signer_added':
      return { ...next, signers: [...next.signers, newSignerState(fact.signer, fact.order)] }
    case 'fields_placed':
      return {
        ...next,
        signers: next.signers.map((s) => withDocumentRevised(s, fact.document)),
        documents: withRevision(r.documents, fact.document, { kind: 'fields_placed', sha256: fact.after, signer: null }, fact.fields),
      }
    case 'document_signed':
      return { ...next, documents: withRevision(r.documents, fact.document, { kind: 'signed', sha256: fact.after, signer: fact.signer }) }
    case 'request_completed':
      return { ...next, completedAt: event.at }
    case 'request_cancelled':
      return { ...next, cancelledAt: event.at }
    case 'request_expired':
      return { ...next, expiredAt: event.at }
    case 'evidence_sealed':
      return { ...next, sealedAt: event.at }
    case 'request_deleted':
      return { ...next, deletedAt: event.at }
    default:
      return next
  }
}

function withRevision(documents: RequestState['documents'], id: string, revision: RevisionState, fields = 0): RequestState['documents'] {
  return documents.map((one) => (one.id === id ? { ...one, fields: one.fields + fields, revisions: [...one.revisions, revision] } : one))
}

/** Whose turn it is, in the order of signing: of an ordered request the first who has not signed, else all who have not. */
export function turn(r: RequestState): readonly string[] {
  const left = r.signers.filter((s) => !s.signedAt).sort((a, b) => a.order - b.order)
  return (r.ordered ? left.slice(0, 1) : left).map(({ id }) => id)
}

/** `method`: how this signer's identity is proven, as the requester chose. */
export function circumstancesOf(
  r: RequestState,
  s: SignerState,
  { now, credentials, aged = [], method }: { now: Date; credentials: readonly string[]; aged?: readonly string[]; method?: string },
): Circumstances {
  return {
    now,
    expiresAt: r.expiresAt,
    cancelled: r.cancelledAt !== undefined,
    refusedByOther: r.signers.some((other) => other.id !== s.id && other.refusedAt !== undefined),
    turn: turn(r),
    credentials,
    aged,
    policy: policyOf(r.signatureType, method),
  }
}

/**
 * Whether the documents are still those that the signer accepted. A signature of somebody else adds to a document and changes nothing in it;
 * new fields void the acceptance (signer-state.ts).
 */
export function isAcceptedStill(r: RequestState, { approved = [] }: Pick<SignerState, 'approved'>): boolean {
  return (
    approved.length === r.documents.length &&
    r.documents.every(({ id, revisions }) => approved.some((one) => one.id === id && revisions.some(({ sha256 }) => sha256 === one.sha256)))
  )
}

/** Whether nothing can be signed any more that is not being finished already. The deadline alone ends nothing: its expiry is announced. */
export function hasEnded(r: RequestState): boolean {
  return [r.completedAt, r.cancelledAt, r.expiredAt, ...r.signers.map(({ refusedAt }) => refusedAt)].some((end) => end !== undefined)
}

/** Whether a signature was authorised and is not made yet. */
export function isSealing(r: RequestState): boolean {
  return r.signers.some((s) => s.authorised && !s.signedAt)
}

/** A request expires when its deadline passes, unless a signature that was authorised before is still being sealed. */
export function statusOf(r: RequestState, now: Date): RequestStatus {
  if (r.completedAt) return 'completed'
  if (r.cancelledAt || r.signers.some((s) => s.refusedAt)) return 'cancelled'
  if (now >= r.expiresAt && !isSealing(r)) return 'expired'
  return r.signers.some((s) => s.signedAt) ? 'in_progress' : 'pending'
}

export function signerStatusOf(r: RequestState, s: SignerState, now: Date): SignerStatus {
  if (s.signedAt) return 'signed'
  if (s.refusedAt) return 'refused'
  if (s.authorised) return 'signing'
  const status = statusOf(r, now)
  if (status === 'cancelled' || status === 'expired') return status
  if (!turn(r).includes(s.id)) return 'waiting'
  if (s.verifiedAt || s.certificate) return 'verified'
  return s.verification?.status === 'failed' && s.attempts >= s.attemptsAllowed ? 'verification_failed' : 'pending_verification'
}

/** Milliseconds that a job has for its step before the sweep looks whether it was done. */
const JOB_TIME_MS = 30_000

/** When the sweep is to look at a request: soon while a job has to invite, complete or seal, else at the deadline. Null: never again. */
export function nextLookAt(r: RequestState, now: Date): Date | null {
  if (r.sealedAt || r.deletedAt) return null
  const acting = turn(r)
  const waitsForJob = hasEnded(r) || acting.length === 0 || r.signers.some(({ id, invited }) => !invited && acting.includes(id))
  return waitsForJob ? new Date(now.getTime() + JOB_TIME_MS) : r.expiresAt
}
