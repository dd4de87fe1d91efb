// Opens a PDF with pdf.js in Node, as the viewer does in a browser.

import '../older-browsers'
import path from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PDFDocumentProxy } from 'pdfjs-dist'

const FONTS = `${path.resolve(import.meta.dirname, '../../node_modules/pdfjs-dist/standard_fonts')}/`

type OpenPdf = { pdf: PDFDocumentProxy; canvas(width: number, height: number): HTMLCanvasElement }

export async function withPdf<T>(bytes: Uint8Array, work: (open: OpenPdf) => Promise<T>): Promise<T> {
  const task = getDocument({ data: new Uint8Array(bytes), standardFontDataUrl: FONTS, verbosity: 0 })
  const pdf = await task.promise
  const factory = pdf.canvasFactory as { create(width: number, height: number): { canvas: HTMLCanvasElement } }
  try {
    return await work({ pdf, canvas: (width, height) => factory.create(width, height).canvas })
  } finally {
    await task.destroy()
  }
}
