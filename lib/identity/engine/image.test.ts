// Pictures that are made to keep their decoder busy: refused before they cost more than an honest one.
import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { FRAME_LIMITS } from '../../domain/capture'
import { decodeFrame, UnreadableFrame } from './image'

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#848' } })
const SCAN = Buffer.from([0xff, 0xda])

// A progressive picture brings the whole image again and again, each time a little finer; here the last time is repeated.
async function withScans(times: number): Promise<Buffer> {
  const jpeg = await picture(64, 64).jpeg({ progressive: true }).toBuffer()
  const [before, scan, end] = [jpeg.subarray(0, jpeg.lastIndexOf(SCAN)), jpeg.subarray(jpeg.lastIndexOf(SCAN), -2), jpeg.subarray(-2)]
  return Buffer.concat([before, ...Array.from({ length: times }, () => scan), end])
}

// Writes another height into the header of the frame (ITU-T T.81, B.2.2).
function withHeight(jpeg: Buffer, height: number): Buffer {
  const changed = Buffer.from(jpeg)
  changed.writeUInt16BE(height, changed.indexOf(Buffer.from([0xff, 0xc0])) + 5)
  return changed
}

describe('a frame', () => {
  it('is decoded', async () => {
    expect(await decodeFrame(await withScans(1), 32)).toMatchObject({ width: 32, height: 32 })
  })

  it('of thousands of scans is refused', async () => {
    await expect(decodeFrame(await withScans(5_000), 32)).rejects.toBeInstanceOf(UnreadableFrame)
  })

  it('of more pixels than it may have is refused, also where its header promises them alone', async () => {
    const [width, height] = [2048, FRAME_LIMITS.pixels / 2048]
    await expect(
      decodeFrame(
        await picture(width, height + 1)
          .jpeg()
          .toBuffer(),
        32,
      ),
    ).rejects.toBeInstanceOf(UnreadableFrame)
    await expect(decodeFrame(withHeight(await picture(2048, 64).jpeg().toBuffer(), 60_000), 32)).rejects.toBeInstanceOf(UnreadableFrame)
  })
})
