// Pictures of pages: made for good files, refused for bad ones.

import sharp from 'sharp'
import { expect, it } from 'vitest'
import { samplePdf } from '@/scripts/sample-pdf'
import { pictureOf } from './picture'
import { memorySource } from './source'

const drawn = (pdf: Uint8Array, page: number, width: number) => pictureOf(memorySource(pdf), page, width)

it('has the width asked for', async () => {
  const picture = await sharp(await drawn(samplePdf({ pages: 2 }), 1, 300)).metadata()
  expect(picture).toMatchObject({ format: 'png', width: 300 })
  expect(Math.abs((picture.height ?? 0) - 424)).toBeLessThan(3)
})

it('does not follow a page of a kilometre into memory', async () => {
  const picture = await sharp(await drawn(samplePdf({ pages: 1, mediaBox: '[0 0 10 14400]' }), 0, 480)).metadata()
  expect((picture.width ?? 0) * (picture.height ?? 0)).toBeLessThan(5_000_000)
})

it('is not made of what is no PDF, nor of a page that is not there', async () => {
  await expect(drawn(Buffer.from('%PDF-1.7 nonsense'), 0, 480)).rejects.toMatchObject({ code: 'RENDER_FAILED' })
  await expect(drawn(samplePdf({ pages: 1 }), 7, 300)).rejects.toMatchObject({ code: 'RENDER_FAILED' })
})
