// Activations that wrong entries have closed: counted against the request and the address they came from, because a wrong code says nothing
// of the key. Otherwise somebody with the link alone could go on guessing codes, at the cost of the holder's phone.

import type { SignerCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { countUse, requireBelowLimit, type Limit } from '../kernel/limits'

const HOUR_MS = 3_600_000
const OF_REQUEST: Limit = { name: 'closed-of-request', count: 5, windowMs: HOUR_MS }
const OF_CLIENT: Limit = { name: 'closed-of-client', count: 20, windowMs: HOUR_MS }

function countedFor(requestId: string, { client }: SignerCaller): readonly (readonly [string, Limit])[] {
  return [[requestId, OF_REQUEST], ...(client === undefined ? [] : ([[client, OF_CLIENT]] as const))]
}

/** Call it where an activation begins. Throws RATE_LIMITED. */
export async function refuseAfterClosed(context: Context, requestId: string, caller: SignerCaller): Promise<void> {
  for (const [subject, limit] of countedFor(requestId, caller)) await requireBelowLimit(context, subject, limit)
}

export async function countClosed({ machineNow }: Context, tx: Tx, requestId: string, caller: SignerCaller): Promise<void> {
  for (const [subject, limit] of countedFor(requestId, caller)) await countUse({ machineNow, db: tx }, subject, limit)
}
