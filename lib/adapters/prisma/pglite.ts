// The embedded database: PGlite in the data directory, made from a template when there is one, held by one process.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PrismaClient } from '../../generated/prisma/client'
import { TRANSACTIONS, type Database } from './database'
import { lockDirectory } from './directory-lock'
import { DurableNodeFS } from './durable-fs'
import { migrate, type Connection } from './migrate'
import { PreparingPGlite } from './prepared'

/** 128 MB, the default, only costs memory in a database of one process. */
const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']

export async function openPglite(dataDir: string): Promise<Database> {
  mkdirSync(/* turbopackIgnore: true */ dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockDirectory(dataDir)
  try {
    const directory = path.join(/* turbopackIgnore: true */ dataDir, 'database')
    if (!existsSync(/* turbopackIgnore: true */ directory)) await initialise(directory)
    const pglite = new PreparingPGlite({ fs: new DurableNodeFS(directory), startParams: START_PARAMETERS })
    await pglite.waitReady
    await migrate(connectionTo(pglite))
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite), transactionOptions: TRANSACTIONS })
    const close = async () => {
      await prisma.$disconnect()
      await pglite.close()
      unlock()
    }
    return { prisma, run: pglite.run, source: { kind: 'pglite', pglite }, close }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Made aside and renamed when whole: a kill in the middle of a first start must not leave half a database in the place of one. */
async function initialise(directory: string): Promise<void> {
  const aside = `${directory}.new`
  rmSync(/* turbopackIgnore: true */ aside, { recursive: true, force: true })
  mkdirSync(/* turbopackIgnore: true */ aside, { mode: 0o700 })
  const template = path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma', 'pglite-template.tgz')
  const pglite = await PGlite.create({
    fs: new DurableNodeFS(aside),
    startParams: START_PARAMETERS,
    // initdb takes seconds and half a gigabyte; unpacking what the build has made takes neither.
    ...(existsSync(/* turbopackIgnore: true */ template)
      ? { loadDataDir: new Blob([new Uint8Array(readFileSync(/* turbopackIgnore: true */ template))]) }
      : {}),
  })
  await pglite.close()
  renameSync(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ directory)
}

function connectionTo(pglite: PGlite): Connection {
  return {
    query: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, parameters)).rows,
    script: async (sql) => void await pglite.exec(sql),
  }
}
