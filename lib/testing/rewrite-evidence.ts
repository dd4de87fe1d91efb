// Writes the events of a request anew. With the server share: for tests that need a history which no walk gives. Without it: what an
// attacker can do who writes the database.

import { eventHash } from '../crypto/chain'
import { GENESIS, type EvidenceEvent } from '../domain/event'
import { loadEvents } from '../operations/kernel/evidence'
import { headMacOf, rowOf } from '../operations/kernel/stored-evidence'
import type { TestContext } from './test-context'

type Change = (events: readonly EvidenceEvent[]) => readonly EvidenceEvent[]

/** Numbers, hashes and MACs are made as the product makes them. */
export async function rewriteEvidence({ context }: TestContext, request: string, change: Change): Promise<void> {
  const events = chainedAnew(change(await loadEvents(context, context.db, request)))
  const last = events.at(-1)
  await context.db.event.deleteMany({ where: { requestId: request } })
  await context.db.event.createMany({ data: events.map((event) => rowOf(context.secrets, event)) })
  await context.db.signatureRequest.update({ where: { id: request }, data: { headMac: last ? headMacOf(context.secrets, last) : null } })
}

/** The chain is right afterwards; each row keeps the MAC that it had, and a new row has that of the first. */
export async function forgeEvidence({ context }: TestContext, request: string, change: Change): Promise<void> {
  const before = await context.db.event.findMany({ where: { requestId: request }, orderBy: { sequence: 'asc' } })
  const macs = new Map(before.map(({ id, mac }) => [id, mac]))
  const events = chainedAnew(change(await loadEvents(context, context.db, request)))
  await context.db.event.deleteMany({ where: { requestId: request } })
  await context.db.event.createMany({
    data: events.map((event) => ({ ...rowOf(context.secrets, event), mac: macs.get(event.id) ?? before[0]?.mac ?? null })),
  })
}

function chainedAnew(events: readonly EvidenceEvent[]): EvidenceEvent[] {
  let previous = GENESIS
  return events.map(({ hash: _, ...event }, index) => {
    const record = { ...event, sequence: index + 1, previous_hash: previous }
    previous = eventHash(previous, record)
    return { ...record, hash: previous }
  })
}
