// Where a request stands, for its requester: a line per signer with what is awaited, why it is stuck and what helps, and the timeline.

import { isSignerFact, type EvidenceEvent, type Mode } from '../../domain/event'
import { CLOSED, itinerary, WAITING, type Place } from '../../domain/journey'
import type { SignerState } from '../../domain/signer-state'
import { Problem } from '../../domain/problem'
import { circumstancesOf, requestFrom, statusOf, type RequestState, type RequestStatus, signerOf } from '../../domain/request'
import { STEP_NAMES } from '../../domain/steps'
import type { Prisma } from '../../generated/prisma/client'
import { DEFAULT_LANGUAGE, type Language } from '../../wording/catalogue'
import { isWhole, requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { unreadOf } from '../conversation/read-thread'
import { reasonWords } from '../verification/reason-words'
import { standing } from '../journey/standing'
import { hashToken, statusLink } from '../kernel/links'
import { moment } from '../kernel/moment'
import { maskEmail } from '../kernel/profile'
import { inSlices } from '../kernel/in-slices'
import { profileOrErased } from '../requests/get-signature-request'
import { noSuchRequest } from '../requests/request-row'
import { atOffset } from '../kernel/request-clock'
import { wordsFor, type Words } from '../trail/event-words'
import { lookupFor } from '../trail/lookup'

/** What a signer is doing or waits for, as a code; the page has the words. */
export const DOINGS = ['not_invited', 'invited', ...STEP_NAMES, 'code', ...WAITING, ...CLOSED, 'erased'] as const
type SignerDoing = (typeof DOINGS)[number]

type SignerStanding = {
  id: string
  name: string
  emailMasked: string
  order: number
  doing: SignerDoing
  /** The end of the signer's journey, or the last thing that happened with the signer. */
  since: Date | null
  waitingFor: string | null
  /** The requester's spelling of the name, where the signer has corrected it. */
  correctedFrom: string | null
  refusalReason: string | null
  /** How many messages of the signer nobody of the requester has read. */
  unread: number
  /** When the certificate was revoked after it was used to sign; the signatures stay valid. */
  certificateRevokedAt: Date | null
  progress: { done: number; total: number }
  trouble: { message: string; advice: string; attemptsUsed: number; canGrant: boolean } | null
}

type TimelineEvent = Words & { sequence: number; at: Date; actor: string; type: string; hash: string }
export type RequestStanding = {
  id: string
  version: number
  mode: Mode
  qualified: boolean
  requester: { name: string; color: string | null }
  status: RequestStatus
  documents: { id: string; name: string; pages: number }[]
  signers: SignerStanding[]
  /** `person` is a signer's id, or null for what concerns the request. Newest first. */
  timeline: { person: string | null; name: string | null; events: TimelineEvent[] }[]
  createdAt: Date
  expiresAt: Date
  completedAt: Date | null
  cancelReason: string | null
  metadata: Record<string, unknown>
}

const parts = {
  tenant: true,
  signers: { orderBy: { position: 'asc' } },
  documents: { orderBy: { position: 'asc' }, include: { document: true } },
} as const satisfies Prisma.SignatureRequestInclude
type Row = Prisma.SignatureRequestGetPayload<{ include: typeof parts }>

/** For the holder of the status link. NOT_FOUND for any other token. */
export async function statusByToken(context: Context, token: string, language = DEFAULT_LANGUAGE): Promise<RequestStanding> {
  const row = await context.db.signatureRequest.findUnique({ where: { statusHash: hashToken(token) }, include: parts })
  if (!row || !isWhole(context, 'signatureRequest', row) || row.deletedAt) throw new Problem('NOT_FOUND.status_link')
  return standingOf(atOffset(context, row), row, language)
}

export async function statusById(
  context: Context,
  caller: { tenantId: string; mode: Mode },
  requestId: string,
  language = DEFAULT_LANGUAGE,
): Promise<RequestStanding> {
  const row = await context.db.signatureRequest.findFirst({
    where: { id: requestId, tenantId: caller.tenantId, mode: caller.mode },
    include: parts,
  })
  if (!row || requireWhole(context, 'signatureRequest', row).deletedAt) throw noSuchRequest(requestId)
  return standingOf(atOffset(context, row), row, language)
}

/** The link of the status page, for the requester to share. */
export async function sharedLink(
  context: Context,
  { tenantId, mode }: { tenantId: string; mode: Mode },
  requestId: string,
): Promise<string> {
  const row = await context.db.signatureRequest.findFirst({
    where: { id: requestId, tenantId, mode },
  })
  if (!row) throw noSuchRequest(requestId)
  return statusLink(context, requireWhole(context, 'signatureRequest', row)).url
}

async function standingOf(context: Context, row: Row, language: Language): Promise<RequestStanding> {
  requireWhole(context, 'tenant', row.tenant)
  const events = await loadEvents(context, context.db, row.id)
  const state = requestFrom(events)
  const names = new Map(row.signers.map((signer) => [signer.id, profileOrErased(context, signer, row).name]))
  const signers: SignerStanding[] = []
  for (const signer of row.signers) signers.push(await signerStanding(context, language, signer, state, events, names))
  return {
    id: row.id,
    version: state.sequence,
    mode: state.mode,
    qualified: context.trust(state.mode).qualified,
    requester: { name: row.tenant.name, color: row.tenant.color },
    status: statusOf(state, context.now()),
    documents: row.documents.map(({ document }) => ({ id: document.id, name: document.name, pages: document.pages })),
    signers,
    timeline: await timelineOf(language, row, events, names),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    completedAt: moment(state.completedAt),
    cancelReason: row.cancelReason,
    metadata: row.metadata as Record<string, unknown>,
  }
}

async function signerStanding(
  context: Context,
  language: Language,
  row: Row['signers'][number],
  state: RequestState,
  events: readonly EvidenceEvent[],
  names: ReadonlyMap<string, string>,
): Promise<SignerStanding> {
  const signer = signerOf(state, row.id)
  const erased = row.profileKey === null
  const at = erased ? null : await standing(context, context.db, row.id)
  const circumstances = at?.circumstances ?? circumstancesOf(state, signer, { now: context.now(), credentials: [] })
  const steps = itinerary(signer, circumstances)
  const doing = at ? doingOf(signer, at.place) : 'erased'
  const waiting = at?.place.at === 'waiting' ? at.place.signer : undefined
  const { email, name, originalName, refusalReason = null } = profileOrErased(context, row, state)
  const own = events.findLast(({ fact }) => isSignerFact(fact) && fact.signer === row.id)
  return {
    id: row.id,
    name,
    emailMasked: erased ? '' : maskEmail(email),
    order: row.position,
    doing,
    since: moment(endOf(state, signer, doing) ?? own?.at),
    waitingFor: waiting === undefined ? null : (names.get(waiting) ?? null),
    correctedFrom: name === originalName ? null : originalName,
    refusalReason,
    unread: await unreadOf(context, row.id, 'requester'),
    certificateRevokedAt: signer.signedAt === undefined ? null : moment(signer.certificateRevokedAt),
    progress: { done: steps.filter(({ done }) => done).length, total: steps.length },
    trouble: troubleOf(language, signer, doing),
  }
}

function doingOf(signer: SignerState, place: Place): SignerDoing {
  switch (place.at) {
    case 'closed':
      return place.because
    case 'waiting':
      return place.for === 'turn' && !signer.invited ? 'not_invited' : place.for
    case 'step': {
      if (!signer.invited) return 'not_invited'
      if (!signer.opened) return 'invited'
      return place.step === 'sign' && signer.activation !== undefined ? 'code' : place.step
    }
  }
}

/** When the journey ended for this signer; later events, such as downloads, do not count. */
function endOf(state: RequestState, signer: SignerState, doing: SignerDoing): string | undefined {
  switch (doing) {
    case 'signed':
      return signer.signedAt
    case 'refused':
      return signer.refusedAt
    case 'refused_by_other':
      return state.signers.find(({ refusedAt }) => refusedAt !== undefined)?.refusedAt
    case 'cancelled':
      return state.cancelledAt
    case 'expired':
      return state.expiresAt.toISOString()
    default:
      return undefined
  }
}

/** The last failed check of identity, while it is what the signer is stuck at. */
function troubleOf(language: Language, signer: SignerState, doing: SignerDoing): SignerStanding['trouble'] {
  const { stepUp, stepUpsFailed } = signer
  if (doing === 'step_up' && stepUp?.status === 'failed' && stepUp.reason !== undefined)
    return { ...reasonWords(language, stepUp.reason), attemptsUsed: stepUpsFailed, canGrant: false }
  const reason = signer.verification?.status === 'failed' ? signer.verification.reason : undefined
  if (doing !== 'help' && (reason === undefined || doing !== 'identity')) return null
  return { ...reasonWords(language, reason ?? 'TRIES_USED'), attemptsUsed: signer.attempts, canGrant: doing === 'help' }
}

async function timelineOf(
  language: Language,
  row: Row,
  events: readonly EvidenceEvent[],
  names: ReadonlyMap<string, string>,
): Promise<RequestStanding['timeline']> {
  const lookup = lookupFor(language, row)
  const shown = (event: EvidenceEvent): TimelineEvent => ({
    ...wordsFor(event.fact, lookup),
    sequence: event.sequence,
    at: new Date(event.at),
    actor: event.actor,
    type: event.fact.type,
    hash: event.hash,
  })
  const people = new Map<string | null, TimelineEvent[]>([...row.signers.map(({ id }) => id), null].map((person) => [person, []]))
  const each = await inSlices(events.toReversed(), (event) => ({ event, words: shown(event) }))
  for (const { event, words } of each) people.get(isSignerFact(event.fact) ? event.fact.signer : null)?.push(words)
  return [...people]
    .filter(([, own]) => own.length > 0)
    .map(([person, own]) => ({ person, name: person === null ? null : (names.get(person) ?? null), events: own }))
}
