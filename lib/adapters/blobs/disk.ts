// Blobs on disk: one encrypted file for each content, named by the SHA-256 of its plaintext. A file is complete or does not exist.

import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Keyring } from '../../crypto/keyring'
import type { Blobs, StagedBlob } from '../../domain/ports'
import { isUnderNewest, LONGEST_HEADER } from './format'
import { openReader, readWhole } from './reader'
import { openStage, type Written } from './stage'

const SLICE = 4 * 1024 * 1024
const PART = '.part'
const ABANDONED_MS = 3_600_000

/** Needs the memory of one chunk beside the plaintext, however large the blob is. */
export function diskBlobs(directory: string, ring: Keyring): Blobs {
  const aside = path.join(/* turbopackIgnore: true */ directory, 'staged')
  const fileOf = (sha256: string): string => {
    // The name becomes part of a path, so only digests are allowed.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a blob is named by a SHA-256 in hexadecimal')
    return path.join(/* turbopackIgnore: true */ directory, sha256.slice(0, 2), sha256)
  }
  const remove = (file: string): Promise<void> => rm(/* turbopackIgnore: true */ file, { force: true })
  const staged = ({ file, sha256, size }: Written): StagedBlob => ({
    sha256,
    size,
    open: async () => openReader(file, sha256, ring),
    discard: () => remove(file),
    keep: () => takeOver(file, fileOf(sha256)),
  })
  const stage: Blobs['stage'] = async () => {
    await mkdir(/* turbopackIgnore: true */ aside, { recursive: true, mode: 0o700 })
    const { write, finish, discard } = await openStage(aside, PART, ring)
    return { write, discard, finish: async () => staged(await finish()) }
  }
  /** Decrypted and encrypted piece by piece, under a new file key. Readers of the file of before go on with it. */
  const renewed = async (sha256: string): Promise<StagedBlob> => {
    const reader = openReader(fileOf(sha256), sha256, ring)
    const { write, finish, discard } = await stage()
    try {
      for (let at = 0; at < reader.size; at += SLICE) {
        await write(reader.read(at, SLICE))
        await yieldToEventLoop()
      }
      return await finish()
    } catch (error) {
      await discard()
      throw error
    } finally {
      reader.close()
    }
  }
  return {
    stage,
    async put(bytes) {
      const sha256 = await digest(bytes)
      if (await exists(fileOf(sha256))) return sha256
      const { write, finish, discard } = await stage()
      try {
        await write(bytes)
        await (await finish()).keep()
        return sha256
      } finally {
        await discard()
      }
    },
    get: async (sha256) => readWhole(fileOf(sha256), sha256, ring),
    open: async (sha256) => openReader(fileOf(sha256), sha256, ring),
    has: async (sha256) => exists(fileOf(sha256)),
    delete: async (sha256) => remove(fileOf(sha256)),
    sweepStaged: () => sweep(aside),
    async *outdated() {
      for await (const sha256 of namesIn(directory)) {
        const isOutdated = async (): Promise<boolean> => !isUnderNewest(ring, await firstOf(fileOf(sha256)))
        if (await isOutdated().catch(absent)) yield { sha256, renewed: () => renewed(sha256) }
      }
    },
  }
}

/** Gives a finished file its name. A crash before that leaves a stray `.part`, never half a blob under its name. */
async function takeOver(from: string, to: string): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ path.dirname(to), { recursive: true, mode: 0o700 })
  await rename(/* turbopackIgnore: true */ from, /* turbopackIgnore: true */ to)
  await syncDirectory(path.dirname(to))
}

/** Leaves new files alone: another process that shares the directory may be writing them. */
async function sweep(aside: string): Promise<number> {
  const before = Date.now() - ABANDONED_MS
  let count = 0
  for (const name of await readdir(/* turbopackIgnore: true */ aside).catch(() => [])) {
    const file = path.join(/* turbopackIgnore: true */ aside, name)
    const found = await stat(/* turbopackIgnore: true */ file).catch(() => null)
    if (!name.endsWith(PART) || found === null || found.mtimeMs > before) continue
    await rm(/* turbopackIgnore: true */ file, { force: true })
    count++
  }
  return count
}

/** Hashes in slices, so that a 50 MB document does not block the event loop. */
async function digest(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += SLICE) {
    if (at > 0) await yieldToEventLoop()
    hash.update(bytes.subarray(at, at + SLICE))
  }
  return hash.digest('hex')
}

/** The blobs in the directory. */
async function* namesIn(directory: string): AsyncIterable<string> {
  for (const part of await readdir(/* turbopackIgnore: true */ directory).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue
    for (const name of await readdir(path.join(/* turbopackIgnore: true */ directory, part))) if (/^[0-9a-f]{64}$/.test(name)) yield name
  }
}

async function firstOf(file: string): Promise<Buffer> {
  const handle = await open(/* turbopackIgnore: true */ file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A blob that was deleted in this moment needs no work. */
function absent(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false
  throw error
}

async function exists(file: string): Promise<boolean> {
  return stat(/* turbopackIgnore: true */ file).then(
    () => true,
    () => false,
  )
}

/** Flushes the directory, so that a rename survives a power cut. Windows cannot open a directory, and need not. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(/* turbopackIgnore: true */ directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
