// The row of a request as a lock: whoever holds it acts alone on this request until the transaction ends.

import type { Tx } from './context'

export async function lockRequest(tx: Tx, requestId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "SignatureRequest" WHERE "id" = ${requestId} FOR UPDATE`
}
