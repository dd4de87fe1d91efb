// A contract of any length, with real text, for pages that show documents.

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'

export async function samplePdf(pages: number): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.TimesRoman)
  for (let number = 1; number <= pages; number++) {
    const page = pdf.addPage([595, 842])
    page.drawText(`Section ${number}`, { x: 72, y: 760, size: 20, font })
    for (let line = 1; line <= 22; line++)
      page.drawText(`The borrower repays the loan as agreed, line ${line} of page ${number}.`, {
        x: 72,
        y: 730 - line * 20,
        size: 11,
        font,
      })
  }
  return Buffer.from(await pdf.save())
}
