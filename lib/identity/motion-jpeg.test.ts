// The film of a selfie is what players of Motion JPEG read: headers that agree, every frame in its place, an index that finds it.
import { expect, it } from 'vitest'
import { motionJpeg } from './motion-jpeg'

const frame = (capturedAt: number, byte: number, length = 101) => ({ capturedAt, jpeg: new Uint8Array(length).fill(byte) })
const SIZE = { width: 640, height: 480 }

/** The chunks of a list, by name. */
function chunksOf(bytes: Buffer, from: number, to: number) {
  const chunks: { name: string; at: number; size: number }[] = []
  for (let at = from; at < to;) {
    const size = bytes.readUInt32LE(at + 4)
    chunks.push({ name: bytes.toString('latin1', at, at + 4), at, size })
    at += 8 + size + (size % 2)
  }
  return chunks
}

it('holds every frame, at the time at which it was taken', () => {
  const film = [frame(1_000, 1), frame(1_110, 2), frame(1_230, 3), frame(1_480, 4)]
  const bytes = Buffer.from(motionJpeg(film, SIZE))
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
  const [header, movie, index] = chunksOf(bytes, 12, bytes.length)
  if (!header || !movie || !index) throw new Error('a part is missing')
  const beats = chunksOf(bytes, movie.at + 12, movie.at + 8 + movie.size)
  expect(beats.map(({ at, size }) => (size === 0 ? null : bytes[at + 8]))).toEqual([1, null, 2, null, null, 3, null, null, null, null, 4])
  expect(bytes.readUInt32LE(header.at + 12 + 8 + 16)).toBe(beats.length)
  for (const [place, { at, size }] of beats.entries()) {
    const entry = index.at + 8 + place * 16
    expect([movie.at + 8 + bytes.readUInt32LE(entry + 8), bytes.readUInt32LE(entry + 12)]).toEqual([at, size])
  }
})

it('stays small, whatever a browser says of its times and however large its frames are', () => {
  const odd = motionJpeg([frame(0, 1), frame(1e15, 2), frame(5, 3), frame(Number.MAX_VALUE, 4)], SIZE)
  expect(odd.length).toBeLessThan(10_000)
  const large = Array.from({ length: 120 }, (_, at) => frame(at * 110, 1, 400_000))
  expect(motionJpeg(large, SIZE).length).toBeLessThan(25_000_000)
  expect(motionJpeg([], SIZE).length).toBeGreaterThan(0)
})
