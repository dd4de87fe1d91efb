// A JPEG 2000 portrait, drawn as a page.

import sharp from 'sharp'
import { expect, it } from 'vitest'
import { pictureOf } from '../signature/pdf/picture'
import { memorySource } from '../signature/pdf/source'
import { aroundJpeg2000 } from './around-jpeg2000'

/** 48 by 64 pixels in four colours, without loss, by OpenJPEG. */
const PICTURE = Buffer.from(
  '/0//UQAvAAAAAAAwAAAAQAAAAAAAAAAAAAAAMAAAAEAAAAAAAAAAAAADBwEBBwEBBwEB/1IADAACAAEBBQQEAAH/XAATQEBISFBISFBISFBISFBISFD/ZAAl' +
    'AAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAFpAAH/k8+0FAUHlqcz34AoBqxjX1HfgDAKaBkjfH/B84OH1AgBmX8Af8k3o+0F' +
    'AAmoAHF/x9oHH2goAZmvCagAcX/A+QND6gcAFyxfKTPFDyH+GUxRf6PtBwAMcfYZTFGfw+oKj7QcFyxfU2BOWcYAPwxx9hlMUZ/B84qH1BIc+IA4v2cVYBg/' +
    'A4K1+nkp4bHHo+0LAADSrfp5KeGxx9urx9obH2hYHPiAOL94OzgAAYCOTwDSrfp5KeGxx9urwfOKh9QYLFzGvZrmHEzCQVIqTkfhsxz+kAZdb6PtEQBS5q+j' +
    '8NmOf0gDLrepvgj/f8faLx9oiCxcxr2a5hxMwgaq1DSituv0oV83zf9/Uuavo/DZjn9IAy63qb4I/3/B84aH1BpLIsc/dDi3OCqPbPNfqAYSEv9/o+0NALci' +
    'qk9s81+oBhIS/3/H2g0faGhLIsc/yYa3IqpPbPNfqAYSEv9//9k=',
  'base64',
)

it('is drawn with its own pixels', async () => {
  const drawing = aroundJpeg2000(PICTURE)
  if (!drawing) throw new Error('no size was read')
  const png = await pictureOf(memorySource(drawing.pdf), 0, drawing.width)
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  expect([info.width, info.height]).toEqual([48, 64])
  expect([at(2, 2), at(45, 2), at(2, 61), at(45, 61)]).toEqual([
    [220, 200, 90],
    [30, 200, 90],
    [220, 40, 90],
    [30, 40, 90],
  ])
})

it('is refused with a size of no portrait, or with none', () => {
  const huge = Buffer.from(PICTURE)
  huge.writeUInt32BE(0x7fffffff, 8)
  const twoColours = Buffer.from(PICTURE)
  twoColours.writeUInt16BE(2, 40)
  for (const bytes of [huge, twoColours, PICTURE.subarray(0, 30), Buffer.alloc(0)]) expect(aroundJpeg2000(bytes)).toBeNull()
})
