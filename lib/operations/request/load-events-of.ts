// Loads the evidence of several requests in one query: what lists need.

import type { EvidenceEvent } from '../../domain/event'
import type { Tx } from '../context'
import { eventOf } from '../evidence'

export async function loadEventsOf(db: Tx, requestIds: readonly string[]): Promise<ReadonlyMap<string, readonly EvidenceEvent[]>> {
  const rows = await db.event.findMany({ where: { requestId: { in: [...requestIds] } }, orderBy: [{ requestId: 'asc' }, { sequence: 'asc' }] })
  const events = new Map<string, EvidenceEvent[]>()
  for (const row of rows) {
    const event = eventOf(row)
    const list = events.get(event.request)
    if (list) list.push(event)
    else events.set(event.request, [event])
  }
  return events
}
