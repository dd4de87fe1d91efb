// Pictures of pages. A hostile file may exhaust what draws it, so this runs where time and memory have limits (lib/documents).

import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { openPdfium } from './pdfium'
import { PdfProblem } from './problem'
import type { Source } from './source'

/** The largest picture that is drawn: a page may claim to be a kilometre long. */
const mostPixels = 4_000_000

/** A PNG of a page (zero-based), `width` pixels wide. Throws RENDER_FAILED. */
export async function pictureOf(source: Source, index: number, width: number): Promise<Uint8Array> {
  try {
    const document = await new PDFiumLibrary(await openPdfium()).loadDocument(source.read(0, source.size))
    const page = document.getPage(index)
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const wanted = width / originalWidth
    const allowed = Math.sqrt(mostPixels / (originalWidth * originalHeight))
    const { data } = await page.render({
      scale: Math.min(wanted, allowed),
      renderFormFields: true,
      render: ({ data: pixels, width: across, height: down }) =>
        sharp(pixels, { raw: { width: across, height: down, channels: 4 } })
          .flatten({ background: 'white' })
          .png({ compressionLevel: 6 })
          .toBuffer(),
    })
    return data
  } catch (cause) {
    throw new PdfProblem('RENDER_FAILED', 'A picture of this page could not be made.', { cause })
  }
}
