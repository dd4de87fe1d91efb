// Blobs: what goes in comes out, nothing readable lies on the disk, and no change or cut of a file goes unnoticed.

import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { BlobAltered, BlobMissing, diskBlobs } from './disk'
import { CHUNK, HEADER, SEALED_CHUNK } from './format'

const directory = mkdtempSync(path.join(tmpdir(), 'blobs-'))
const blobs = diskBlobs(directory, randomBytes(32))
const fileOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256)

describe('diskBlobs', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])('keeps %d bytes under their digest', async (size) => {
    const bytes = randomBytes(size)
    const name = await blobs.put(bytes)
    expect(name).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(Buffer.compare(await blobs.get(name), bytes)).toBe(0)
    expect(readdirSync(path.join(directory, name.slice(0, 2))).filter((entry) => entry.endsWith('.part'))).toEqual([])
  })

  it('writes the same content once, although ten do so together', async () => {
    const bytes = randomBytes(2 * CHUNK)
    const names = await Promise.all(Array.from({ length: 10 }, () => blobs.put(bytes)))
    expect(new Set(names).size).toBe(1)
    expect(Buffer.compare(await blobs.get(names[0] ?? ''), bytes)).toBe(0)
  })

  it('leaves nothing readable on the disk', async () => {
    const name = await blobs.put(Buffer.from('The loan is 12 000 euro.'.repeat(100)))
    expect(readFileSync(fileOf(name)).includes('loan')).toBe(false)
  })

  it('notices one changed byte anywhere', async () => {
    const name = await blobs.put(randomBytes(CHUNK + 10))
    const whole = readFileSync(fileOf(name))
    for (const at of [0, 5, HEADER - 1, HEADER, HEADER + CHUNK, HEADER + SEALED_CHUNK, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      writeFileSync(fileOf(name), changed)
      await expect(blobs.get(name), `byte ${at}`).rejects.toThrow(BlobAltered)
    }
  })

  it('notices a file cut at the end of a chunk', async () => {
    const name = await blobs.put(randomBytes(2 * CHUNK))
    truncateSync(fileOf(name), HEADER + SEALED_CHUNK)
    await expect(blobs.get(name)).rejects.toThrow(BlobAltered)
  })

  it('says when a blob is missing, deletes, and takes only digests as names', async () => {
    const name = await blobs.put(randomBytes(10))
    await blobs.delete(name)
    await expect(blobs.get(name)).rejects.toThrow(BlobMissing)
    await expect(blobs.get('../../etc/passwd')).rejects.toThrow(TypeError)
  })
})
