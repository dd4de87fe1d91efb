// @ts-check
// Renders one page of a hostile PDF to PNG in a thread of its own: plain JavaScript, so that a worker can load it as it is.

import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'

/** The largest picture that is drawn: a page may claim to be a kilometre long. */
const mostPixels = 20_000_000

/** @type {{ pdf: Uint8Array, index: number, width: number }} */
const { pdf, index, width } = workerData

const library = await PDFiumLibrary.init()
const document = await library.loadDocument(pdf)
const page = document.getPage(index)
const { originalWidth, originalHeight } = page.getOriginalSize()
const wanted = width / originalWidth
const allowed = Math.sqrt(mostPixels / (originalWidth * originalHeight))
const image = await page.render({
  scale: Math.min(wanted, allowed),
  renderFormFields: true,
  render: ({ data, width, height }) =>
    sharp(data, { raw: { width, height, channels: 4 } })
      .flatten({ background: 'white' })
      .png({ compressionLevel: 6 })
      .toBuffer(),
})
parentPort?.postMessage(image.data)
