// Appends to the log of a space and reads it back: a hash chain with a MAC for each event and one for its end, as the evidence of a request.

import { chainMac, eventHash, isChainMac } from '../../crypto/chain'
import { GENESIS } from '../../domain/event'
import type { SpaceEvent, SpaceFact } from '../../domain/space'
import type { Context, Tx } from '../kernel/context'
import { integrityFault } from '../kernel/integrity'

/** Whose log it is, and the session that acts; null where none does. */
export type LogOf = { spaceId: string; sessionId: string | null }

const macKey = ({ secrets }: Pick<Context, 'secrets'>) => secrets.kept('evidence')
const placeOf = ({ space, sequence, hash }: Pick<SpaceEvent, 'space' | 'sequence' | 'hash'>) => ({ request: space, sequence, hash })

/** Writers of one log queue up at its row. */
export async function appendToLog(context: Context, tx: Tx, { spaceId, sessionId }: LogOf, facts: readonly SpaceFact[]): Promise<void> {
  await tx.$executeRaw`SELECT "id" FROM "Space" WHERE "id" = ${spaceId} FOR UPDATE`
  let last = (await spaceLog(context, tx, spaceId)).at(-1)
  for (const fact of facts) {
    const record = {
      space: spaceId,
      sequence: (last?.sequence ?? 0) + 1,
      at: context.machineNow().toISOString(),
      session: sessionId,
      fact,
      previous_hash: last?.hash ?? GENESIS,
    }
    last = { ...record, hash: eventHash(record.previous_hash, record) }
    await tx.spaceEvent.create({
      data: {
        spaceId,
        sequence: last.sequence,
        at: last.at,
        session: sessionId,
        type: fact.type,
        fact,
        previousHash: last.previous_hash,
        hash: last.hash,
        mac: chainMac(macKey(context), { of: 'event', ...placeOf(last) }),
      },
    })
  }
  if (!last) return
  await tx.space.update({ where: { id: spaceId }, data: { headMac: chainMac(macKey(context), { of: 'head', ...placeOf(last) }) } })
}

/** Throws INTEGRITY_FAULT for a chain that is not the one that was written. */
export async function spaceLog(context: Context, db: Tx, spaceId: string): Promise<SpaceEvent[]> {
  const fault = (what: string) => integrityFault(context, 'evidence', { place: spaceId, what })
  const { headMac } = await db.space.findUniqueOrThrow({ where: { id: spaceId }, select: { headMac: true } })
  const rows = await db.spaceEvent.findMany({ where: { spaceId }, orderBy: { sequence: 'asc' } })
  const events: SpaceEvent[] = []
  for (const { sequence, at, session, type, fact, previousHash, hash, mac } of rows) {
    const record = { space: spaceId, sequence, at: at.toISOString(), session, fact: fact as SpaceFact, previous_hash: previousHash }
    const previous = events.at(-1)
    const follows = sequence === (previous?.sequence ?? 0) + 1 && previousHash === (previous?.hash ?? GENESIS) && type === record.fact.type
    if (!follows || eventHash(previousHash, record) !== hash) throw fault(`event ${sequence}`)
    if (!isChainMac(macKey(context), { of: 'event', request: spaceId, sequence, hash }, mac)) throw fault(`event ${sequence}`)
    events.push({ ...record, hash })
  }
  const last = events.at(-1)
  if (last ? !isChainMac(macKey(context), { of: 'head', ...placeOf(last) }, headMac) : headMac !== null) throw fault('the end of its log')
  return events
}
