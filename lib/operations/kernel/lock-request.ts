// Locks the row of a request: until the transaction ends no other one acts on this request.

import type { EvidenceEvent } from '../../domain/event'
import type { Tx } from './context'

/** Of each open transaction: the evidence of the requests that it has locked, once it was read. Nobody else adds to it meanwhile. */
const locked = new WeakMap<Tx, Map<string, readonly EvidenceEvent[] | null>>()

/** Answers the test clock's seconds; null: there is no such request. */
export async function lockRequest(tx: Tx, requestId: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<
    { clockOffset: number }[]
  >`SELECT "clockOffset" FROM "SignatureRequest" WHERE "id" = ${requestId} FOR UPDATE`
  if (row) noteLocked(tx, requestId)
  return row?.clockOffset ?? null
}

/** Locks the request of this signer. */
export async function lockRequestOf(tx: Tx, signerId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "SignatureRequest" WHERE "id" = (SELECT "requestId" FROM "Signer" WHERE "id" = ${signerId}) FOR UPDATE`
  if (row) noteLocked(tx, row.id)
}

function noteLocked(tx: Tx, requestId: string): void {
  const requests = locked.get(tx) ?? new Map<string, readonly EvidenceEvent[] | null>()
  if (!requests.has(requestId)) locked.set(tx, requests.set(requestId, null))
}

/** The evidence that this transaction has read and checked under its lock. */
export function readUnderLock(tx: Tx, requestId: string): readonly EvidenceEvent[] | null {
  return locked.get(tx)?.get(requestId) ?? null
}

/** Without a lock nothing is kept: the next read may find more. */
export function keepWhileLocked(tx: Tx, requestId: string, events: readonly EvidenceEvent[]): void {
  const requests = locked.get(tx)
  if (requests?.has(requestId)) requests.set(requestId, events)
}
