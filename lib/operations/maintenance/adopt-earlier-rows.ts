// Once, at the first start of a version that authenticates what it stores: evidence of before gets its MACs, when its chain is whole.

import { JOB } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { integrityFault, unlessChanged } from '../kernel/integrity'
import { lockRequest } from '../kernel/lock-request'
import { brokenAt, eventOf, headMacOf, macOf, storedEvidence } from '../kernel/stored-evidence'
import { AT_ONCE } from '../kernel/sweeping'

/**
 * Safe to repeat and to interrupt: each request is a transaction of its own. One whose chain does not hold stays without MACs, so that it
 * is refused from then on. The caller sees to it that this never runs again once it is done (decisions/0020).
 */
export async function adoptEarlierRows(context: Context): Promise<void> {
  let adopted = 0
  for (let after = ''; ;) {
    const rows = await context.db.signatureRequest.findMany({
      where: { headMac: null, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: AT_ONCE,
    })
    for (const { id } of rows) {
      if (await unlessChanged(() => context.db.$transaction((tx) => adoptEvidence(context, tx, id)))) adopted++
    }
    const last = rows.at(-1)
    if (!last) break
    after = last.id
    context.log.info({ adopted }, 'the evidence of an earlier version is being adopted')
  }
}

/** Answers false when another process was first. */
async function adoptEvidence(context: Context, tx: Tx, request: string): Promise<boolean> {
  await lockRequest(tx, request)
  const stored = await storedEvidence(tx, request)
  if (!stored || stored.headMac !== null) return false
  const events = stored.events.map((row) => eventOf(request, row))
  const last = events.at(-1)
  const broken = brokenAt(events)
  if (broken !== undefined || !last) throw integrityFault(context, { place: request, what: `event ${broken ?? 1}` })
  // Each request is adopted whole, so one with a MAC of its own is none of an earlier version.
  if (stored.events.some(({ mac }) => mac !== null)) throw integrityFault(context, { place: request, what: 'the end of its events is missing' })
  await tx.$executeRaw`
    UPDATE "Event" e SET "mac" = m."mac"
    FROM unnest(${events.map(({ id }) => id)}::text[], ${events.map((event) => macOf(context.secrets, event))}::text[]) AS m("id", "mac")
    WHERE e."id" = m."id" AND e."requestId" = ${request}`
  await tx.signatureRequest.update({ where: { id: request }, data: { headMac: headMacOf(context.secrets, last) } })
  await append(context, tx, request, [{ by: JOB, fact: { type: 'evidence_adopted', events: events.length } }])
  return true
}
