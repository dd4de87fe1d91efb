// Opens the files of the embedded database, made from a template when there is one.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { DurableNodeFS } from './durable-fs'
import { PreparingPGlite } from './prepared'

/** PostgreSQL's default of 128 MB shared buffers brings nothing to a database with one process. */
const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']

export async function openDataDirectory(directory: string): Promise<PreparingPGlite> {
  if (!existsSync(directory)) await initialise(directory)
  const pglite = new PreparingPGlite({ fs: new DurableNodeFS(directory), startParams: START_PARAMETERS })
  await pglite.waitReady
  return pglite
}

/** Made aside and renamed when whole: a kill in the middle of a first start must not leave half a database in the place of one. */
async function initialise(directory: string): Promise<void> {
  const aside = `${directory}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { mode: 0o700 })
  const template = path.join(process.cwd(), 'prisma', 'pglite-template.tgz')
  const pglite = await PGlite.create({
    fs: new DurableNodeFS(aside),
    startParams: START_PARAMETERS,
    // initdb takes seconds and half a gigabyte of memory; unpacking the template of the build takes neither.
    ...(existsSync(template) ? { loadDataDir: new Blob([new Uint8Array(readFileSync(template))]) } : {}),
  })
  await pglite.close()
  renameSync(aside, directory)
}
