// Stages a blob while it arrives: hashed and encrypted chunk by chunk, flushed at the end, deleted when it is discarded.

import { createHash, randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Keyring } from '../../crypto/keyring'
import { CHUNK, encipherFor, footFor, newBegin } from './format'

export type Written = { file: string; sha256: string; size: number }
export type Stage = { write(bytes: Uint8Array): Promise<void>; finish(): Promise<Written>; discard(): Promise<void> }

/** Holds one chunk and its ciphertext in memory. */
export async function openStage(directory: string, extension: string, ring: Keyring): Promise<Stage> {
  const file = path.join(/* turbopackIgnore: true */ directory, `${randomBytes(12).toString('hex')}${extension}`)
  const handle = await open(/* turbopackIgnore: true */ file, 'wx', 0o600)
  const begin = newBegin(ring)
  const encipher = encipherFor(begin)
  const hash = createHash('sha256')
  // Only whole chunks are written before the end, because the last chunk is marked as the last.
  let pending = Buffer.allocUnsafeSlow(0)
  let filled = 0
  let index = 0
  let size = 0
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await handle.close()
  }
  const flush = async (last: boolean): Promise<void> => {
    await handle.writeFile(encipher(index++, last, pending.subarray(0, filled)))
    filled = 0
  }
  await handle.writeFile(begin.header)
  return {
    async write(bytes) {
      if (pending.length === 0) pending = Buffer.allocUnsafeSlow(CHUNK)
      for (let at = 0; at < bytes.length;) {
        if (filled === CHUNK) await flush(false)
        const piece = bytes.subarray(at, at + CHUNK - filled)
        hash.update(piece)
        pending.set(piece, filled)
        filled += piece.length
        at += piece.length
      }
      size += bytes.length
    },
    async finish() {
      await flush(true)
      const sha256 = hash.digest('hex')
      await handle.writeFile(footFor(begin, sha256))
      await handle.sync()
      await close()
      return { file, sha256, size }
    },
    async discard() {
      await close()
      await rm(/* turbopackIgnore: true */ file, { force: true })
    },
  }
}
