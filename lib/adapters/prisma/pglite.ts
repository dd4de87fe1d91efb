// The embedded database: PGlite in the data directory, in a thread of its own, held by one process.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PrismaClient } from '../../generated/prisma/client'
import { TRANSACTIONS, type Database } from './database'
import { ThreadedPglite } from './embedded/threaded-pglite'
import { migrate } from './migrate'

/** `lock`: takes the data directory for this process alone, and answers what gives it back. */
export async function openPglite(dataDir: string, lock: () => Promise<() => void>): Promise<Database> {
  mkdirSync(/* turbopackIgnore: true */ dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lock()
  let opened: ThreadedPglite | undefined
  try {
    const pglite = (opened = await ThreadedPglite.open(path.join(/* turbopackIgnore: true */ dataDir, 'database')))
    await migrate({
      query: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, parameters)).rows,
      script: async (sql) => void (await pglite.exec(sql)),
    })
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite as never), transactionOptions: TRANSACTIONS })
    const close = async () => {
      await prisma.$disconnect()
      await pglite.close()
      unlock()
    }
    return { prisma, run: pglite.run, source: { kind: 'pglite', pglite }, close }
  } catch (error) {
    // Before the directory is unlocked, because the thread would keep its files open.
    await opened?.close()
    unlock()
    throw error
  }
}
