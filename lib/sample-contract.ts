// The contract of the ready-made sample request: a two-page loan agreement, so that a newcomer has something real to sign.

import { PDFDocument, StandardFonts, rgb, type PDFFont, type PDFPage } from '@cantoo/pdf-lib'

const PAGE: [number, number] = [595.28, 841.89]
const LEFT = 72
const RIGHT = PAGE[0] - 72
const INK = rgb(0.11, 0.13, 0.17)
const QUIET = rgb(0.42, 0.45, 0.5)
const BRAND = rgb(0.06, 0.36, 0.38)
const RULE = rgb(0.85, 0.87, 0.89)

type Fonts = { text: PDFFont; strong: PDFFont; label: PDFFont }

const TERMS: readonly (readonly [string, string])[] = [
  ['Loan amount', 'EUR 12,000.00'],
  ['Purpose', 'Energy renovation of a private home'],
  ['Term', '48 months, first instalment on 1 February'],
  ['Borrowing rate', '4.20 % per year, fixed for the whole term'],
  ['Monthly instalment', 'EUR 271.96'],
  ['Total amount payable', 'EUR 13,054.08'],
  ['Annual percentage rate of charge', '4.28 %'],
]

const CLAUSES: readonly (readonly [string, string])[] = [
  [
    '1. The loan',
    'The Lender grants the Borrower the loan described above and pays it in one sum, within three banking days after both parties ' +
      'have signed, to the account that the Borrower has named.',
  ],
  [
    '2. Repayment',
    'The Borrower repays the loan with interest in equal monthly instalments. Each instalment is due on the first banking day of ' +
      'the month and is collected by direct debit.',
  ],
  [
    '3. Early repayment',
    'The Borrower may repay the loan in whole or in part at any time. Interest for the remaining term is then not owed. ' +
      'The Lender charges no fee for it.',
  ],
  [
    '4. Late payment',
    'For an instalment that is paid late, interest of two percentage points above the borrowing rate is owed from the day ' +
      'after its due date. The Lender first reminds the Borrower in writing and free of charge.',
  ],
  [
    '5. Right of withdrawal',
    'The Borrower may withdraw from this agreement within fourteen days of signing it, without giving a reason, by a ' +
      'message to the Lender in writing. The Borrower then returns the sum paid out within thirty days.',
  ],
  [
    '6. Data protection',
    'The Lender processes the personal data of the Borrower only to perform this agreement and to meet its legal duties, ' +
      'and keeps them no longer than those require.',
  ],
  [
    '7. Form',
    'This agreement is signed with a qualified electronic signature (Article 25(2) of Regulation (EU) No 910/2014), which has the ' +
      'legal effect of a handwritten signature. Changes to it need the same form.',
  ],
  ['8. Law', "The law at the Borrower's place of residence applies. Provisions that protect consumers stay untouched."],
]

/** Makes the same bytes from the same arguments. */
export async function sampleContract({
  borrower,
  reference,
  date,
}: {
  borrower: string
  reference: string
  date: Date
}): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.setTitle('Consumer loan agreement (sample)')
  document.setLanguage('en')
  document.setCreationDate(date)
  document.setModificationDate(date)
  const fonts: Fonts = {
    text: await document.embedFont(StandardFonts.TimesRoman),
    strong: await document.embedFont(StandardFonts.HelveticaBold),
    label: await document.embedFont(StandardFonts.Helvetica),
  }
  const [first, second] = [document.addPage(PAGE), document.addPage(PAGE)]
  frame(first, fonts, reference, 1)
  frame(second, fonts, reference, 2)
  const afterTerms = termsOf(first, fonts, title(first, fonts, borrower, date))
  let y = clauses(first, fonts, CLAUSES.slice(0, 5), afterTerms)
  y = clauses(second, fonts, CLAUSES.slice(5), PAGE[1] - 118)
  signatures(second, fonts, borrower, y)
  return document.save({ useObjectStreams: false })
}

function frame(page: PDFPage, { strong, label }: Fonts, reference: string, number: number): void {
  page.drawRectangle({ x: 0, y: PAGE[1] - 10, width: PAGE[0], height: 10, color: BRAND })
  page.drawText('EXAMPLE BANK', { x: LEFT, y: PAGE[1] - 52, size: 11, font: strong, color: BRAND })
  right(page, label, reference, PAGE[1] - 52, 9)
  page.drawLine({ start: { x: LEFT, y: PAGE[1] - 64 }, end: { x: RIGHT, y: PAGE[1] - 64 }, thickness: 0.75, color: RULE })
  page.drawLine({ start: { x: LEFT, y: 62 }, end: { x: RIGHT, y: 62 }, thickness: 0.75, color: RULE })
  page.drawText('Sample for trying out QSignHub. It binds nobody.', { x: LEFT, y: 46, size: 8, font: label, color: QUIET })
  right(page, label, `Page ${number} of 2`, 46, 8)
}

function title(page: PDFPage, { text, strong }: Fonts, borrower: string, date: Date): number {
  page.drawText('Consumer loan agreement', { x: LEFT, y: PAGE[1] - 118, size: 22, font: strong, color: INK })
  const parties = `between Example Bank, 1 Market Square, Example City, the Lender, and ${borrower}, the Borrower, dated ${date.toISOString().slice(0, 10)}.`
  return paragraph(page, text, parties, PAGE[1] - 144, 11.5) - 16
}

function termsOf(page: PDFPage, { label, strong }: Fonts, top: number): number {
  let y = top
  for (const [name, value] of TERMS) {
    page.drawText(name, { x: LEFT, y: y - 16, size: 9.5, font: label, color: QUIET })
    page.drawText(value, { x: LEFT + 190, y: y - 16, size: 9.5, font: strong, color: INK })
    y -= 25
    page.drawLine({ start: { x: LEFT, y }, end: { x: RIGHT, y }, thickness: 0.5, color: RULE })
  }
  return y - 30
}

function clauses(page: PDFPage, { text, strong }: Fonts, entries: readonly (readonly [string, string])[], top: number): number {
  let y = top
  for (const [heading, words] of entries) {
    page.drawText(heading, { x: LEFT, y, size: 10.5, font: strong, color: INK })
    y = paragraph(page, text, words, y - 17, 11) - 13
  }
  return y
}

/** Room for the visible mark, which the product places in the lower third of the last page when no field is given. */
function signatures(page: PDFPage, { text, label }: Fonts, borrower: string, top: number): void {
  const y = paragraph(page, text, 'Read and agreed. The Lender is bound by its offer of the same date.', top - 6, 11) - 8
  page.drawText(`Signature of the Borrower, ${borrower}:`, { x: LEFT, y, size: 9.5, font: label, color: QUIET })
}

/** Draws a paragraph and answers the baseline of the next one. */
function paragraph(page: PDFPage, font: PDFFont, words: string, top: number, size: number): number {
  let y = top
  let line = ''
  for (const word of [...words.split(' '), null]) {
    const longer = word === null ? null : line === '' ? word : `${line} ${word}`
    if (longer !== null && font.widthOfTextAtSize(longer, size) <= RIGHT - LEFT) {
      line = longer
      continue
    }
    page.drawText(line, { x: LEFT, y, size, font, color: INK })
    y -= size * 1.42
    line = word ?? ''
  }
  return y
}

function right(page: PDFPage, font: PDFFont, words: string, y: number, size: number): void {
  page.drawText(words, { x: RIGHT - font.widthOfTextAtSize(words, size), y, size, font, color: QUIET })
}
