// Events as the database has them, and the check at every read: the hash chain, the MAC of each event, the MAC of its end, and what the
// rows of the request say beside it.

import { sha256Hex } from '../../crypto/algorithms'
import { chainMac, eventHash, hasNoCanonicalForm, isChainMac } from '../../crypto/chain'
import { GENESIS, isSignerFact, whoAsked, type EvidenceEvent } from '../../domain/event'
import type { Secrets } from '../../domain/ports'
import { Prisma } from '../../generated/prisma/client'
import type { Context, Tx } from './context'
import { integrityFault } from './integrity'
import { toldRowsSql, untoldRow, type ToldRows } from './told-rows'

const COLUMNS = ['id', 'sequence', 'at', 'actor', 'session', 'caller', 'signerId', 'type', 'fact', 'previousHash', 'hash', 'mac'] as const
type StoredEvent = Pick<EvidenceEvent, 'id' | 'sequence' | 'at' | 'actor' | 'fact' | 'hash'> & {
  session: string | null
  caller: string | null
  signerId: string | null
  type: string
  previousHash: string
  mac: string | null
}

/** The events of a request as one JSON value: some hundred rows cost ten times as much. `request`: SQL for its id. */
export const eventsAsJson = (request: string): string => `
  (SELECT coalesce(json_agg(_row), '[]') FROM (
    SELECT ${COLUMNS.map((column) => `"${column}"`).join(', ')} FROM "Event" WHERE "requestId" = ${request} ORDER BY "sequence"
  ) _row)`

/**
 * `headMac`: of the request's row; it is written with each event, so events that are missing at the end are found. `rows`: what the facts
 * tell as well; the time-stamps among them find rows that were all put back to an earlier state, and have MACs of their own.
 */
export type StoredEvidence = {
  headMac: string | null
  rows: ToldRows
  events: readonly StoredEvent[]
}

const EVENTS = Prisma.raw(eventsAsJson('r."id"'))
const ROWS = Prisma.raw(toldRowsSql('r'))

type Read = { id: string } & Omit<StoredEvidence, 'rows'> & ToldRows
const READ = Prisma.sql`SELECT r."id", "headMac", ${ROWS}, ${EVENTS} AS "events" FROM "SignatureRequest" r`

/** As it is stored, unchecked; null where there is no such request. */
export async function storedEvidence(db: Tx, request: string): Promise<StoredEvidence | null> {
  const [read] = await db.$queryRaw<Read[]>`${READ} WHERE r."id" = ${request}`
  return read ? evidenceOf(read) : null
}

/** The same of several requests, by their ids. */
export async function storedEvidences(db: Tx, requests: readonly string[]): Promise<ReadonlyMap<string, StoredEvidence>> {
  const read = await db.$queryRaw<Read[]>`${READ} WHERE r."id" = ANY(${requests})`
  return new Map(read.map((one) => [one.id, evidenceOf(one)]))
}

const evidenceOf = ({ id: _, headMac, events, ...rows }: Read): StoredEvidence => ({ headMac, events, rows })

/** Throws INTEGRITY_FAULT for a chain that is not exactly the one that `append` has written. */
export function checkedEvents(context: Context, request: string, { headMac, rows: told, events: rows }: StoredEvidence): EvidenceEvent[] {
  const fault = (what: string) => integrityFault(context, 'evidence', { place: request, what })
  const key = macKey(context.secrets)
  const chain = readChain(request, rows)
  if (!chain) throw fault(UNREADABLE)
  const { events } = chain
  const broken = chain.broken ?? rows.find((row, index) => !isOwn(key, events[index], row))?.sequence
  if (broken !== undefined) throw fault(`event ${broken}`)
  const last = events.at(-1)
  if (!last || !isChainMac(key, { of: 'head', ...placeOf(last) }, headMac))
    throw fault(`the end of its events, after event ${last?.sequence ?? 0}`)
  const untold = untoldRow(events, told)
  if (untold !== null) throw fault(untold)
  const stamp = told.stamps.find(({ mac, ...one }) => !isChainMac(key, { of: 'stamp', request, ...one }, mac))
  if (stamp) throw fault(`the time-stamp of event ${stamp.sequence}`)
  context.integrity.whole('evidence', request)
  return events
}

/** `broken`: the number of the first event that does not follow from the one before. */
type Chain = { events: EvidenceEvent[]; broken: number | undefined }
export const UNREADABLE = 'its events, of which one cannot be read'

/** The MACs are not asked. Null: an event has no canonical form at all. */
export function readChain(request: string, rows: readonly StoredEvent[]): Chain | null {
  try {
    const events = rows.map((row) => eventOf(request, row))
    return { events, broken: brokenAt(events) }
  } catch (error) {
    if (hasNoCanonicalForm(error)) return null
    throw error
  }
}

/** The number of the first event that does not follow from the one before; undefined where the chain holds. */
function brokenAt(events: readonly EvidenceEvent[]): number | undefined {
  let [previous, sequence] = [GENESIS, 0]
  for (const { hash, ...record } of events) {
    sequence++
    if (record.sequence !== sequence || record.previous_hash !== previous || eventHash(previous, record) !== hash) return sequence
    previous = hash
  }
  return undefined
}

type Place = Pick<EvidenceEvent, 'request' | 'sequence' | 'hash'>

/** The MAC of an event, and of the chain that ends with it. */
export const macOf = (secrets: Secrets, event: Place): string => chainMac(macKey(secrets), { of: 'event', ...placeOf(event) })
export const headMacOf = (secrets: Secrets, last: Place): string => chainMac(macKey(secrets), { of: 'head', ...placeOf(last) })

type Stamp = Place & { token: Uint8Array }
export const stampMacOf = (secrets: Secrets, stamp: Stamp): string => chainMac(macKey(secrets), stampPlace(stamp))
export const isOwnStamp = (secrets: Secrets, stamp: Stamp, mac: string): boolean => isChainMac(macKey(secrets), stampPlace(stamp), mac)
const stampPlace = (stamp: Stamp) => ({ of: 'stamp', ...placeOf(stamp), tokenSha256: sha256Hex(stamp.token) }) as const

export function rowOf(secrets: Secrets, event: EvidenceEvent): Prisma.EventCreateManyInput {
  const { id, request, sequence, at, actor, session, caller, fact, previous_hash, hash } = event
  return {
    id,
    requestId: request,
    sequence,
    at: new Date(at),
    actor,
    session: session ?? null,
    caller: caller ?? null,
    ...derived(fact),
    fact,
    previousHash: previous_hash,
    hash,
    mac: macOf(secrets, event),
  }
}

/** Under the server share: whoever has database, data directory and backups cannot make one. */
const macKey = (secrets: Secrets): Uint8Array => secrets.kept('evidence')

const placeOf = ({ request, sequence, hash }: Place): Place => ({ request, sequence, hash })

function isOwn(key: Uint8Array, event: EvidenceEvent | undefined, { signerId, type, mac }: StoredEvent): boolean {
  if (!event || !isChainMac(key, { of: 'event', ...placeOf(event) }, mac)) return false
  const columns = derived(event.fact)
  return columns.signerId === signerId && columns.type === type
}

/** Columns that repeat what the fact says, for operators and their queries. */
function derived(fact: EvidenceEvent['fact']) {
  return { signerId: isSignerFact(fact) ? fact.signer : null, type: fact.type }
}

function eventOf(request: string, { id, sequence, at, actor, session, caller, fact, previousHash, hash }: StoredEvent): EvidenceEvent {
  const moment = new Date(at).toISOString()
  return { id, request, sequence, at: moment, actor, ...whoAsked(session, caller), fact, previous_hash: previousHash, hash }
}
