// A PGlite file system that makes commits durable: PGlite's own never calls fsync, whatever PostgreSQL asks for.

import { closeSync, fdatasyncSync, openSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { rememberFileSizes, type FileOperations } from './file-sizes'

/**
 * PGlite calls `syncToFs` after every statement, before it gives the result: here the write-ahead log segment that changed is
 * flushed. Data files at a checkpoint are not, so a power cut can still do damage: use PostgreSQL in production.
 */
export class DurableNodeFS extends NodeFS {
  #flushed = ''

  override async init(pglite: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const remember = (module: object): void => {
      rememberFileSizes((module as { FS: { filesystems: { NODEFS: FileOperations } } }).FS.filesystems.NODEFS)
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), remember] } }
  }

  override async syncToFs(relaxedDurability?: boolean): Promise<void> {
    const newest = newestSegment(path.join(/* turbopackIgnore: true */ this.rootDir, 'pg_wal'))
    if (newest && newest.version !== this.#flushed) {
      const file = openSync(/* turbopackIgnore: true */ newest.file, 'r+')
      try {
        fdatasyncSync(file)
      } finally {
        closeSync(file)
      }
      this.#flushed = newest.version
    }
    await super.syncToFs(relaxedDurability)
  }
}

function newestSegment(directory: string): { file: string; version: string } | undefined {
  let newest: { file: string; version: string; modified: number } | undefined
  for (const name of readdirSync(/* turbopackIgnore: true */ directory)) {
    if (!/^[0-9A-F]{24}$/.test(name)) continue
    const file = path.join(/* turbopackIgnore: true */ directory, name)
    const { mtimeMs } = statSync(/* turbopackIgnore: true */ file)
    if (!newest || mtimeMs > newest.modified) newest = { file, version: `${name}@${mtimeMs}`, modified: mtimeMs }
  }
  return newest
}
