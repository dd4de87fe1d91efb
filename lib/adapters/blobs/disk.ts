// Blobs on disk: one encrypted file per content, named by the SHA-256 of its plaintext, whole or not there at all.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Blobs } from '../../domain/ports'
import { CHUNK, decipherFor, encipherFor, HEADER, headerFor, plainSize, readHeader, SEALED_CHUNK } from './format'

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing'
}
export class BlobAltered extends Error {
  override readonly name = 'BlobAltered'
}

/** `key`: 32 bytes. Beside the plaintext itself, memory is one chunk, however large the blob. */
export function diskBlobs(directory: string, key: Uint8Array): Blobs {
  const fileOf = (sha256: string): string => {
    // The name becomes a path: nothing but a digest may ever be one.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a blob is named by a SHA-256 in hexadecimal')
    return path.join(/* turbopackIgnore: true */ directory, sha256.slice(0, 2), sha256)
  }
  return {
    async put(bytes) {
      const sha256 = await digest(bytes)
      const file = fileOf(sha256)
      if (!await exists(file)) await write(file, bytes, key)
      return sha256
    },
    async get(sha256) {
      const bytes = await read(fileOf(sha256), sha256, key)
      if (await digest(bytes) !== sha256) throw new BlobAltered(`blob ${sha256} has other content`)
      return bytes
    },
    async delete(sha256) {
      await rm(/* turbopackIgnore: true */ fileOf(sha256), { force: true })
    },
  }
}

/** Written aside, flushed and renamed: a crash leaves a stray `.part`, never half a blob under its name. */
async function write(file: string, bytes: Uint8Array, key: Uint8Array): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${randomBytes(6).toString('hex')}.part`
  const handle = await open(/* turbopackIgnore: true */ aside, 'wx', 0o600)
  try {
    await writeChunks(handle, bytes, key)
    await handle.sync()
  } catch (error) {
    await rm(/* turbopackIgnore: true */ aside, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ file)
  await syncDirectory(path.dirname(file))
}

async function writeChunks(handle: FileHandle, bytes: Uint8Array, key: Uint8Array): Promise<void> {
  const header = headerFor(bytes.length)
  const encipher = encipherFor(key, header)
  await handle.writeFile(header)
  for (let index = 0, at = 0; at < bytes.length || index === 0; index += 1, at += CHUNK) {
    const last = at + CHUNK >= bytes.length
    await handle.writeFile(encipher(index, last, bytes.subarray(at, at + CHUNK)))
  }
}

async function read(file: string, sha256: string, key: Uint8Array): Promise<Uint8Array> {
  const handle = await open(/* turbopackIgnore: true */ file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new BlobMissing(`there is no blob ${sha256}`)
    throw error
  })
  try {
    return await readChunks(handle, (await handle.stat()).size, key)
  } catch (error) {
    throw new BlobAltered(`blob ${sha256} does not open`, { cause: error })
  } finally {
    await handle.close()
  }
}

async function readChunks(handle: FileHandle, fileSize: number, key: Uint8Array): Promise<Uint8Array> {
  const header = Buffer.alloc(HEADER)
  await handle.read(header, 0, HEADER, 0)
  const size = readHeader(header)
  if (plainSize(fileSize) !== size) throw new RangeError('the file is cut off or too long')
  const decipher = decipherFor(key, header)
  const bytes = new Uint8Array(size)
  const sealed = Buffer.alloc(SEALED_CHUNK)
  for (let index = 0, at = 0, from = HEADER; at < size || index === 0; index += 1, at += CHUNK, from += SEALED_CHUNK) {
    const { bytesRead } = await handle.read(sealed, 0, SEALED_CHUNK, from)
    bytes.set(decipher(index, at + CHUNK >= size, sealed.subarray(0, bytesRead)), at)
  }
  return bytes
}

/** In slices, so that a 50 MB document does not hold up everybody else. */
async function digest(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += 4 * CHUNK) {
    if (at > 0) await breathe()
    hash.update(bytes.subarray(at, at + 4 * CHUNK))
  }
  return hash.digest('hex')
}

async function exists(file: string): Promise<boolean> {
  return stat(/* turbopackIgnore: true */ file).then(() => true, () => false)
}

/** The rename itself must survive a power cut. Windows cannot open a directory and needs no such thing. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(/* turbopackIgnore: true */ directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
