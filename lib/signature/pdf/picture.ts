// Pictures of pages. A hostile file may exhaust what draws it, so this runs where time and memory have limits (lib/documents).

import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { openPdfium } from './pdfium'
import { PdfProblem } from './problem'
import type { Source } from './source'

/** The largest picture that is drawn: a page may claim to be a kilometre long. */
const MOST_PIXELS = 4_000_000

/** Four octets for each pixel: red, green, blue, and how much of the white behind them shows. */
export type Drawn = { pixels: Uint8Array; width: number; height: number }
export type Drawing = { pages: number; page(index: number, size: { width: number; mostPixels?: number }): Promise<Drawn> }

/** The pages of a document (zero-based), to be drawn `width` pixels wide. Throws RENDER_FAILED. */
export async function drawingOf(source: Source): Promise<Drawing> {
  const document = await orFailed(async () => new PDFiumLibrary(await openPdfium()).loadDocument(source.read(0, source.size)))
  return {
    pages: document.getPageCount(),
    page: (index, { width, mostPixels = MOST_PIXELS }) =>
      orFailed(async () => {
        const page = document.getPage(index)
        const { originalWidth, originalHeight } = page.getOriginalSize()
        const scale = Math.min(width / originalWidth, Math.sqrt(mostPixels / (originalWidth * originalHeight)))
        const drawn = await page.render({ scale, renderFormFields: true, render: ({ data }) => Promise.resolve(data) })
        return { pixels: drawn.data, width: drawn.width, height: drawn.height }
      }),
  }
}

/** A PNG of a page (zero-based), `width` pixels wide. Throws RENDER_FAILED. */
export async function pictureOf(source: Source, index: number, width: number): Promise<Uint8Array> {
  return pngOf(await (await drawingOf(source)).page(index, { width }))
}

export function pngOf({ pixels, width, height }: Drawn): Promise<Uint8Array> {
  return orFailed(() =>
    sharp(pixels, { raw: { width, height, channels: 4 } })
      .flatten({ background: 'white' })
      .png({ compressionLevel: 6 })
      .toBuffer(),
  )
}

async function orFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new PdfProblem('RENDER_FAILED', 'A picture of this page could not be made.', { cause })
  }
}
