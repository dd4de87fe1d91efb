// Locks the row of a request: until the transaction ends no other one acts on this request.

import type { Tx } from './context'

export async function lockRequest(tx: Tx, requestId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "SignatureRequest" WHERE "id" = ${requestId} FOR UPDATE`
}
