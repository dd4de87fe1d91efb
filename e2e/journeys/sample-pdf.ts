// Contracts for pages that show documents: one of any length with real text, and one that is tagged.

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { textPdf } from '../../lib/testing/text-pdf'

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

/** In Polish, tagged: a heading, a paragraph, a list, a table, and a line that is white on white. */
export function taggedContract(): Buffer {
  const cell = (role: string, mark: number) => ({ role, kids: [mark] })
  return textPdf({
    lang: 'pl',
    pieces: [
      { text: 'Umowa', x: 72, y: 760, size: 22, font: 'bold', mark: 0 },
      { text: 'Strony ustalaja, co stoi na tej stronie.', x: 72, y: 720, mark: 1 },
      { text: 'a)', x: 72, y: 690, mark: 2 },
      { text: 'termin', x: 90, y: 690, mark: 3 },
      { text: 'b)', x: 72, y: 670, mark: 4 },
      { text: 'miejsce', x: 90, y: 670, mark: 5 },
      { text: 'Rata', x: 72, y: 630, font: 'bold', mark: 6 },
      { text: 'Kwota', x: 300, y: 630, font: 'bold', mark: 7 },
      { text: '1', x: 72, y: 610, mark: 8 },
      { text: '271,96', x: 300, y: 610, mark: 9 },
      { text: 'Rata wynosi 999,00', x: 72, y: 560, grey: 1, mark: 10 },
      { text: 'Strona 1', x: 280, y: 40, size: 8, artifact: true },
    ],
    structure: [
      { role: 'H1', kids: [0] },
      { role: 'P', kids: [1] },
      {
        role: 'L',
        kids: [
          { role: 'LI', kids: [cell('Lbl', 2), cell('LBody', 3)] },
          { role: 'LI', kids: [cell('Lbl', 4), cell('LBody', 5)] },
        ],
      },
      {
        role: 'Table',
        kids: [
          { role: 'TR', kids: [cell('TH', 6), cell('TH', 7)] },
          { role: 'TR', kids: [cell('TD', 8), cell('TD', 9)] },
        ],
      },
      { role: 'P', kids: [10] },
    ],
  })
}
