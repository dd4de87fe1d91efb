// Appends facts to a request's hash chain and reads it back; the status columns that lists use are written by the same fold.

import { eventHash } from '../../crypto/chain'
import { actorOf, sessionOf, type Caller } from '../../domain/caller'
import { GENESIS, isSignerFact, sessionMember, type EvidenceEvent, type Fact } from '../../domain/event'
import { newId } from '../../domain/ids'
import { Problem } from '../../domain/problem'
import { nextLookAt, requestFrom, signerStatusOf, statusOf, type RequestState } from '../../domain/request'
import type { Prisma } from '../../generated/prisma/client'
import type { Context, Growth, Tx } from './context'
import { atOffset, onMachineClock } from './request-clock'

/** `by`: who did it. */
export type Entry = { by: Caller; fact: Fact }

/**
 * Chains the facts onto the request's evidence. The row lock makes writers of one request queue up; `unique(request, sequence)`
 * would refuse a writer that got past it. The SignatureRequest and Signer rows must exist before `request_created` is appended.
 */
export async function append(context: Context, tx: Tx, requestId: string, entries: readonly Entry[]): Promise<EvidenceEvent[]> {
  const [row] = await tx.$queryRaw<
    { clockOffset: number }[]
  >`SELECT "clockOffset" FROM "SignatureRequest" WHERE "id" = ${requestId} FOR UPDATE`
  const at = atOffset(context, row ?? { clockOffset: 0 })
  const now = at.now()
  const before = await loadEvents(tx, requestId)
  const added = chain(requestId, before.at(-1), entries, now)
  if (added.length === 0) return added
  await tx.event.createMany({ data: added.map(rowOf) })
  const request = await writeIndex(at, tx, requestId, { before, added })
  for (const follow of context.followers) await follow(context, tx, request, { before, added })
  return added
}

/** Read as one JSON value: every act reads the events several times, and some hundred rows cost ten times as much. */
export async function loadEvents(db: Tx, requestId: string): Promise<EvidenceEvent[]> {
  const [stored] = await db.$queryRaw<{ events: (EvidenceEvent & { session: string | null })[] }[]>`
    SELECT coalesce(json_agg(json_build_object(
      'id', "id", 'request', "requestId", 'sequence', "sequence", 'at', "at", 'actor', "actor", 'session', "session", 'fact', "fact", 'previous_hash', "previousHash", 'hash', "hash"
    ) ORDER BY "sequence"), '[]') AS "events" FROM "Event" WHERE "requestId" = ${requestId}`
  // A safe cast: only `append` writes facts, and the chain proves that none was changed since.
  return (stored?.events ?? []).map(({ session, ...event }) => ({
    ...event,
    ...sessionMember(session),
    at: new Date(event.at).toISOString(),
  }))
}

/** The request as its evidence tells it; NOT_FOUND when there is none. */
export async function loadRequest(db: Tx, requestId: string): Promise<RequestState> {
  const events = await loadEvents(db, requestId)
  if (events.length === 0) throw new Problem('NOT_FOUND.request_of_signer')
  return requestFrom(events)
}

function chain(request: string, last: EvidenceEvent | undefined, entries: readonly Entry[], now: Date): EvidenceEvent[] {
  const added: EvidenceEvent[] = []
  for (const { by, fact } of entries) {
    const previous = added.at(-1) ?? last
    const record = {
      id: newId('evt'),
      request,
      sequence: (previous?.sequence ?? 0) + 1,
      at: now.toISOString(),
      actor: actorOf(by),
      ...sessionMember(sessionOf(by)),
      fact: asStored(fact),
      previous_hash: previous?.hash ?? GENESIS,
    }
    added.push({ ...record, hash: eventHash(record.previous_hash, record) })
  }
  return added
}

/** The fact as a JSON column will give it back (without `undefined` members), so that its hash is the same when read. */
function asStored(fact: Fact): Fact {
  return JSON.parse(JSON.stringify(fact)) as Fact
}

async function writeIndex(context: Context, tx: Tx, requestId: string, { before, added }: Growth) {
  const now = context.now()
  const state = requestFrom([...before, ...added])
  const look = nextLookAt(state, now)
  const request = await tx.signatureRequest.update({
    where: { id: requestId },
    data: {
      status: statusOf(state, now),
      completedAt: state.completedAt ? new Date(state.completedAt) : null,
      sweepAt: look && onMachineClock(context, look),
    },
  })
  const stored = new Map(
    (await tx.signer.findMany({ where: { requestId }, select: { id: true, status: true } })).map(({ id, status }) => [id, status]),
  )
  for (const signer of state.signers) {
    const status = signerStatusOf(state, signer, now)
    if (stored.get(signer.id) !== status) await tx.signer.update({ where: { id: signer.id }, data: { status } })
  }
  return request
}

function rowOf(event: EvidenceEvent): Prisma.EventCreateManyInput {
  const { id, request, sequence, at, actor, session, fact, previous_hash, hash } = event
  return {
    id,
    requestId: request,
    sequence,
    at: new Date(at),
    actor,
    session: session ?? null,
    signerId: isSignerFact(fact) ? fact.signer : null,
    type: fact.type,
    fact,
    previousHash: previous_hash,
    hash,
  }
}
