// JPEG headers: what a camera sends, and what somebody might send instead.
import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { hasBytesAfterEnd, jpegSize } from './jpeg-size'

describe('jpegSize', () => {
  it.each([[{ progressive: false }], [{ progressive: true }]])('reads %o', async (options) => {
    const bytes = await sharp({ create: { width: 640, height: 481, channels: 3, background: '#888' } })
      .jpeg(options)
      .withMetadata()
      .toBuffer()
    expect(jpegSize(bytes)).toEqual({ width: 640, height: 481 })
  })

  it('answers null for every malformed input, without throwing or running on', async () => {
    const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer()
    const header = whole.indexOf(Buffer.from([0xff, 0xc0]))
    for (let length = 0; length < header + 9; length++) expect(jpegSize(whole.subarray(0, length))).toBeNull()
    for (const bytes of [
      [],
      [0xff, 0xd8],
      [0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0, 0],
      [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0],
    ]) {
      expect(jpegSize(Uint8Array.from(bytes))).toBeNull()
    }
    expect(jpegSize(await sharp(whole).png().toBuffer())).toBeNull()
  })
})

describe('bytes after the end of a picture', () => {
  it.each([
    ['baseline', {}],
    ['progressive', { progressive: true }],
    ['with a thumbnail’s metadata', { mozjpeg: true }],
  ])('are found in a %s file, and none in the file itself', async (_, options) => {
    const bytes = await sharp({
      create: { width: 320, height: 240, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 50 } },
    })
      .jpeg(options)
      .toBuffer()
    expect(hasBytesAfterEnd(bytes)).toBe(false)
    for (const more of [[0], [1, 2, 3], [0xff, 0xd9], [...bytes]])
      expect(hasBytesAfterEnd(Buffer.concat([bytes, Buffer.from(more)]))).toBe(true)
    for (let length = 0; length < bytes.length; length += 211) expect(hasBytesAfterEnd(bytes.subarray(0, length))).toBe(false)
  })
})
