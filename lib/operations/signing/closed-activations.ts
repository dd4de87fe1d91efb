// Activations that wrong entries have closed: counted against the address they came from, because a wrong code says nothing of the key.
// Otherwise somebody with the link alone could go on guessing codes, at the cost of the holder's phone. The holder, elsewhere, goes on.

import type { SignerCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { countUse, requireBelowLimit, type Limit } from '../kernel/limits'

const HOUR_MS = 3_600_000
const IN_REQUEST: Limit = { name: 'closed-in-request', count: 5, windowMs: HOUR_MS }
/** Over all requests. Many people may share one address. */
const OF_CLIENT: Limit = { name: 'closed-of-client', count: 100, windowMs: HOUR_MS }

function countedFor(requestId: string, { client, sessionId }: SignerCaller): readonly (readonly [string, Limit])[] {
  return [[`${requestId} ${client ?? sessionId}`, IN_REQUEST], ...(client === undefined ? [] : ([[client, OF_CLIENT]] as const))]
}

/** Call it where an activation begins. Throws RATE_LIMITED. */
export async function refuseAfterClosed(context: Context, requestId: string, caller: SignerCaller): Promise<void> {
  for (const [subject, limit] of countedFor(requestId, caller)) await requireBelowLimit(context, subject, limit)
}

export async function countClosed({ machineNow }: Context, tx: Tx, requestId: string, caller: SignerCaller): Promise<void> {
  for (const [subject, limit] of countedFor(requestId, caller)) await countUse({ machineNow, db: tx }, subject, limit)
}
