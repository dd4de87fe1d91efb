// Blobs: content comes back as it was stored, nothing on the disk can be read, and a file that was changed or cut short is noticed.

import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskBlobs } from './disk'
import { ringOfOne } from '../../testing/one-key'
import { CHUNK, LONGEST_HEADER as HEADER, SEALED_CHUNK } from './format'
import { BlobAltered, BlobMissing } from './reader'

const directory = mkdtempSync(path.join(tmpdir(), 'blobs-'))
const blobs = diskBlobs(directory, ringOfOne(randomBytes(32)))
const staged = () => readdirSync(path.join(directory, 'staged'))
const fileOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256)

describe('diskBlobs', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])('keeps %d bytes under their digest', async (size) => {
    const bytes = randomBytes(size)
    const name = await blobs.put(bytes)
    expect(name).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(Buffer.compare(await blobs.get(name), bytes)).toBe(0)
    expect(staged()).toEqual([])
  })

  it('writes the same content once, although ten do so together', async () => {
    const bytes = randomBytes(2 * CHUNK)
    const names = await Promise.all(Array.from({ length: 10 }, () => blobs.put(bytes)))
    expect(new Set(names).size).toBe(1)
    expect(Buffer.compare(await blobs.get(names[0] ?? ''), bytes)).toBe(0)
  })

  it('leaves nothing readable on the disk, and nothing that other users may open', async () => {
    const name = await blobs.put(Buffer.from('The loan is 12 000 euro.'.repeat(100)))
    expect(readFileSync(fileOf(name)).includes('loan')).toBe(false)
    const others = (file: string) => statSync(file).mode & 0o077
    expect([fileOf(name), path.dirname(fileOf(name)), path.join(directory, 'staged')].map(others)).toEqual([0, 0, 0])
  })

  it('notices one changed byte anywhere', async () => {
    const name = await blobs.put(randomBytes(CHUNK + 10))
    const whole = readFileSync(fileOf(name))
    for (const at of [0, 5, HEADER - 1, HEADER, HEADER + CHUNK, HEADER + SEALED_CHUNK, whole.length - 40, whole.length - 1]) {
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

  it('takes what arrives in pieces of any size, and keeps it only when told to', async () => {
    const bytes = randomBytes(2 * CHUNK + 77)
    const stage = await blobs.stage()
    for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7) % 90_001) await stage.write(bytes.subarray(at, at + step))
    const blob = await stage.finish()
    expect([blob.size, blob.sha256]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')])
    const early = await blob.open()
    expect(Buffer.from(early.read(CHUNK - 3, 6)).equals(bytes.subarray(CHUNK - 3, CHUNK + 3))).toBe(true)
    early.close()
    await expect(blobs.get(blob.sha256)).rejects.toThrow(BlobMissing)
    await blob.keep()
    await stage.discard()
    expect(Buffer.compare(await blobs.get(blob.sha256), bytes)).toBe(0)
    expect(staged()).toEqual([])
  })

  it('leaves nothing of an upload that was broken off', async () => {
    const stage = await blobs.stage()
    await stage.write(randomBytes(3 * CHUNK))
    expect(staged()).toHaveLength(1)
    await stage.discard()
    expect(staged()).toEqual([])
  })

  it('sweeps what a process that is gone left behind, and nothing that is being written', async () => {
    const [old, young] = [await blobs.stage(), await blobs.stage()]
    const [file] = staged()
    utimesSync(path.join(directory, 'staged', file ?? ''), new Date(Date.now() - 7_200_000), new Date(Date.now() - 7_200_000))
    expect(await blobs.sweepStaged()).toBe(1)
    expect(staged()).toHaveLength(1)
    await Promise.all([old.discard(), young.discard()])
  })

  it('reads any piece, and less than was asked for at the end', async () => {
    const bytes = randomBytes(3 * CHUNK + 5)
    const reader = await blobs.open(await blobs.put(bytes))
    for (const [at, length] of [
      [0, 10],
      [CHUNK - 1, 2],
      [5, 2 * CHUNK],
      [3 * CHUNK, 100],
      [bytes.length, 1],
      [bytes.length + 9, 1],
    ] as const) {
      expect(Buffer.from(reader.read(at, length)).equals(bytes.subarray(at, at + length)), `${at}`).toBe(true)
    }
    reader.close()
  })

  it('notices a blob put in the place of another', async () => {
    const [mine, other] = [await blobs.put(randomBytes(100)), await blobs.put(randomBytes(100))]
    copyFileSync(fileOf(other), fileOf(mine))
    await expect(blobs.open(mine)).rejects.toThrow(BlobAltered)
  })
})
