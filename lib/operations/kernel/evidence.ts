// Appends facts to a request's hash chain and reads it back; the status columns that lists use are written by the same fold.

import { eventHash } from '../../crypto/chain'
import { actorOf, askerOf, sessionOf, type Caller } from '../../domain/caller'
import { GENESIS, whoAsked, type EvidenceEvent, type Fact } from '../../domain/event'
import { newId } from '../../domain/ids'
import { Problem } from '../../domain/problem'
import { withRoom } from '../../domain/repeats'
import { nextLookAt, requestFrom, signerStatusOf, statusOf, type RequestState } from '../../domain/request'
import type { Context, Growth, Tx } from './context'
import { keepWhileLocked, lockRequest, readUnderLock } from './lock-request'
import { atOffset, onMachineClock } from './request-clock'
import { checkedEvents, headMacOf, rowOf, storedEvidence } from './stored-evidence'

/** `by`: who did it. */
export type Entry = { by: Caller; fact: Fact }

/**
 * Chains the facts onto the request's evidence. The row lock makes writers of one request queue up; `unique(request, sequence)`
 * would refuse a writer that got past it. The SignatureRequest and Signer rows must exist before `request_created` is appended. Throws a
 * Problem for what was repeated too often, or leaves it out (domain/repeats.ts).
 */
export async function append(context: Context, tx: Tx, requestId: string, entries: readonly Entry[]): Promise<EvidenceEvent[]> {
  const clockOffset = (await lockRequest(tx, requestId)) ?? 0
  const at = atOffset(context, { clockOffset })
  const now = at.now()
  const before = entries[0]?.fact.type === 'request_created' ? [] : await loadEvents(context, tx, requestId)
  const done = entries.map((entry) => ({ ...entry, session: sessionOf(entry.by) }))
  const added = chain(requestId, before.at(-1), withRoom(before, done, now, ownSessions(before)), now)
  if (added.length === 0) return added
  await tx.event.createMany({ data: added.map((event) => rowOf(context.secrets, event)) })
  keepWhileLocked(tx, requestId, [...before, ...added])
  const request = await writeIndex(at, tx, requestId, { before, added })
  for (const follow of context.followers) await follow(context, tx, request, { before, added })
  return added
}

/** Those of the persons who sign; of all signers together, because no two have the same session. */
function ownSessions(before: readonly EvidenceEvent[]): ReadonlySet<string> {
  return new Set(before.length === 0 ? [] : requestFrom(before).signers.flatMap(({ own }) => own))
}

/** Checked at every read (stored-evidence.ts). In a transaction that has locked the request they are read once. */
export async function loadEvents(context: Context, db: Tx, requestId: string): Promise<readonly EvidenceEvent[]> {
  const known = readUnderLock(db, requestId)
  if (known) return known
  const stored = await storedEvidence(db, requestId)
  const events = stored ? checkedEvents(context, requestId, stored) : []
  keepWhileLocked(db, requestId, events)
  return events
}

/** The request as its evidence tells it; NOT_FOUND when there is none. */
export async function loadRequest(context: Context, db: Tx, requestId: string): Promise<RequestState> {
  const events = await loadEvents(context, db, requestId)
  if (events.length === 0) throw new Problem('NOT_FOUND.request_of_signer')
  return requestFrom(events)
}

/** The events that come after `last`, chained to it. */
export function chain(request: string, last: EvidenceEvent | undefined, entries: readonly Entry[], now: Date): EvidenceEvent[] {
  const added: EvidenceEvent[] = []
  for (const { by, fact } of entries) {
    const previous = added.at(-1) ?? last
    const record = {
      id: newId('evt'),
      request,
      sequence: (previous?.sequence ?? 0) + 1,
      at: now.toISOString(),
      actor: actorOf(by),
      ...whoAsked(sessionOf(by), askerOf(by)),
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
      headMac: headMacOf(context.secrets, { request: requestId, sequence: state.sequence, hash: state.head }),
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
