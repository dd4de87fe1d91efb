// Sizes of a document's pages in points, read before they are drawn, so that a long document does not jump while it loads.

import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'

/** `show` turns a box in points from the top left corner of the page as displayed (the API's coordinates) into shares of it. */
export type PageGeometry = { width: number; height: number; show(box: Box): Placed }
export type Box = { x: number; y: number; width: number; height: number }
export type Placed = { left: number; top: number; width: number; height: number }

const BATCH = 10

export function geometryOf(page: PDFPageProxy): PageGeometry {
  const viewport = page.getViewport({ scale: 1 })
  return {
    width: viewport.width,
    height: viewport.height,
    show: ({ x, y, width, height }) => ({
      left: x / viewport.width,
      top: y / viewport.height,
      width: width / viewport.width,
      height: height / viewport.height,
    }),
  }
}

/** All pages, in batches; `onBatch` is called with everything known so far. Ends early when `signal` aborts. */
export async function readGeometry(
  pdf: PDFDocumentProxy,
  signal: AbortSignal,
  onBatch: (known: readonly PageGeometry[]) => void,
): Promise<void> {
  const known: PageGeometry[] = []
  for (let first = 1; first <= pdf.numPages && !signal.aborted; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, pdf.numPages - first + 1) }, (_, at) => first + at)
    const pages = await Promise.all(numbers.map((number) => pdf.getPage(number)))
    known.push(...pages.map(geometryOf))
    if (!signal.aborted) onBatch([...known])
  }
}
