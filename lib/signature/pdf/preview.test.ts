// Pictures of pages: made for good files, refused for bad ones, given up after the time limit.

import sharp from 'sharp'
import { expect, it } from 'vitest'
import { samplePdf } from '@/scripts/sample-pdf'
import { renderPage } from './preview'

it('renders a page at the width asked for', async () => {
  const picture = await sharp(await renderPage(samplePdf({ pages: 2 }), 1, 300)).metadata()
  expect(picture).toMatchObject({ format: 'png', width: 300 })
  expect(Math.abs((picture.height ?? 0) - 424)).toBeLessThan(3)
})

it('does not follow a page of a kilometre into memory', async () => {
  const picture = await sharp(await renderPage(samplePdf({ pages: 1, mediaBox: '[0 0 10 14400]' }), 0, 480)).metadata()
  expect((picture.width ?? 0) * (picture.height ?? 0)).toBeLessThan(25_000_000)
})

it('refuses what is no PDF, and what takes too long', async () => {
  await expect(renderPage(Buffer.from('%PDF-1.7 nonsense'), 0, 480)).rejects.toMatchObject({ code: 'RENDER_FAILED' })
  await expect(renderPage(samplePdf({ pages: 1 }), 0, 300, { milliseconds: 1 })).rejects.toMatchObject({ code: 'RENDER_FAILED' })
  await expect(renderPage(samplePdf({ pages: 1 }), 7, 300)).rejects.toMatchObject({ code: 'RENDER_FAILED' })
})
