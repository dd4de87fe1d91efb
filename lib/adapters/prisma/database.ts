// The database as the product sees it, whichever of the two kinds is behind it.

import type { PrismaClient } from '../../generated/prisma/client'
import type { RunStatement } from '../../operations/kernel/context'
import type { ThreadedPglite } from './embedded/threaded-pglite'

export type Database = {
  prisma: PrismaClient
  run: RunStatement
  /** What the queue connects to: the very same database, in the way that suits its kind. */
  source: { kind: 'pglite'; pglite: ThreadedPglite } | { kind: 'postgresql'; url: string }
  close(): Promise<void>
}

/**
 * PGlite has one connection, so transactions queue for it: waiting is normal under load and no reason to fail.
 * Milliseconds.
 */
export const TRANSACTIONS = { maxWait: 20_000, timeout: 20_000 } as const
