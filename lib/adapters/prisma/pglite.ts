// The embedded database: PGlite in the data directory, in a thread of its own, held by one process.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PrismaClient } from '../../generated/prisma/client'
import { TRANSACTIONS, type Database } from './database'
import { lockDirectory } from './embedded/directory-lock'
import { ThreadedPglite } from './embedded/threaded-pglite'
import { migrate } from './migrate'

export async function openPglite(dataDir: string): Promise<Database> {
  mkdirSync(/* turbopackIgnore: true */ dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockDirectory(dataDir)
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
