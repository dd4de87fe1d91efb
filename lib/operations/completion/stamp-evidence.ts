// Job: has the chain time-stamped at each event that needs it. A token is over the hash of that event, and so over all events before.

import { readToken, verifyToken } from '../../crypto/timestamp'
import { stampedOf, type EvidenceEvent, type Mode } from '../../domain/event'
import { requestFrom } from '../../domain/request'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { integrityFault } from '../kernel/integrity'
import { isOwnStamp, stampMacOf } from '../kernel/stored-evidence'

/** A token and the event that it is over. */
export type Stamp = { event: EvidenceEvent; token: Uint8Array }

/** Safe to repeat and to interrupt: each token is kept as soon as it is there. */
export async function stampEvidence(context: Context, { request }: { request: string }): Promise<void> {
  const select = { stampsDueAt: true, headMac: true } as const
  const before = await context.db.signatureRequest.findUniqueOrThrow({ where: { id: request }, select })
  const events = await loadEvents(context, context.db, request)
  const stamped = new Set((await stampsOf(context, request, events)).map(({ event }) => event.sequence))
  for (const event of stampedOf(events)) if (!stamped.has(event.sequence)) await stamp(context, requestFrom(events).mode, event)
  // Not where a fact came meanwhile: it may need a time-stamp, too.
  await context.db.signatureRequest.updateMany({ where: { id: request, ...before }, data: { stampsDueAt: null } })
}

/** The time-stamps that were made, in the order of the events; each is checked. `events`: all of the request. */
export async function stampsOf(context: Context, request: string, events: readonly EvidenceEvent[]): Promise<Stamp[]> {
  const rows = await context.db.evidenceStamp.findMany({ where: { requestId: request }, orderBy: { sequence: 'asc' } })
  const stamps = rows.map(({ sequence, hash, token, mac }) => {
    const event = events[sequence - 1]
    if (event?.hash !== hash || !isOwnStamp(context.secrets, { ...event, token }, mac) || !isOver(token, hash))
      throw integrityFault(context, 'time-stamps', { place: request, what: `the time-stamp of event ${sequence}` })
    return { event, token }
  })
  context.integrity.whole('time-stamps', request)
  return stamps
}

async function stamp(context: Context, mode: Mode, event: EvidenceEvent): Promise<void> {
  const { request: requestId, sequence, hash } = event
  const token = new Uint8Array(await context.trust(mode).stamp(Buffer.from(hash, 'hex')))
  if (!isOver(token, hash)) throw new Error('the time-stamping authority has stamped something else')
  const mac = stampMacOf(context.secrets, { ...event, token })
  await context.db.evidenceStamp.createMany({ data: { requestId, sequence, hash, token, mac }, skipDuplicates: true })
}

function isOver(token: Uint8Array, hash: string): boolean {
  return verifyToken(readToken(token), Buffer.from(hash, 'hex')) === 'valid'
}
