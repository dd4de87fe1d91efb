// The database as the product sees it: PGlite or PostgreSQL.

import type { PrismaClient } from '../../generated/prisma/client'
import type { RunStatement } from '../../operations/kernel/context'
import type { ThreadedPglite } from './embedded/threaded-pglite'

export type Database = {
  prisma: PrismaClient
  run: RunStatement
  /** The connection of the queue to the same database. */
  source: { kind: 'pglite'; pglite: ThreadedPglite } | { kind: 'postgresql'; url: string }
  close(): Promise<void>
}

/** Milliseconds. PGlite has one connection, for which transactions queue: waiting is normal under load and no reason to fail. */
export const TRANSACTIONS = { maxWait: 20_000, timeout: 20_000 } as const
