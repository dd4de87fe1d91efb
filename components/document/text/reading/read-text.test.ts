// Documents as text, read by pdf.js from files that are made here: what a page says, in which order, and what it must not say.

import { describe, expect, it } from 'vitest'
import { sampleContract } from '@/lib/sample-contract'
import { withPdf } from '@/lib/testing/open-pdf'
import { strangeStructure, textPdf, type Piece } from '@/lib/testing/text-pdf'
import type { Block, PageText } from '../layout/block'
import { readText } from './read-text'

const read = (bytes: Uint8Array): Promise<{ pages: PageText[]; lang: string | null }> =>
  withPdf(bytes, async ({ pdf, canvas }) => {
    const pages: PageText[] = []
    let language: string | null = null
    await readText(pdf, {
      canvas,
      signal: new AbortController().signal,
      onPage: (page, lang) => {
        pages.push(page)
        language ??= lang
      },
    })
    return { pages, lang: language }
  })

/** Blocks in short: `h1 Title`, `p Text`, `- item`, `| cell | cell`. */
function short(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [`h${block.level} ${block.text}`]
      case 'paragraph':
        return [`p ${block.text}`]
      case 'picture':
        return [`picture ${block.text}`]
      case 'list':
        return block.items.flatMap((item) => short(item).map((line) => `- ${line}`))
      case 'table':
        return block.rows.map((row) => row.map(({ text, header }) => `| ${header === null ? '' : `${header}: `}${text}`).join(' '))
    }
  })
}

const said = async (pdf: Parameters<typeof textPdf>[0]) => short((await read(textPdf(pdf))).pages[0]?.blocks ?? [])
const first = async (pdf: Parameters<typeof textPdf>[0]) => (await read(textPdf(pdf))).pages[0]

const lines = (
  texts: readonly string[],
  { x = 72, y = 700, size = 11, lead = 14 }: { x?: number; y?: number; size?: number; lead?: number } = {},
): Piece[] => texts.map((text, at) => ({ text, x, y: y - at * lead, size }))

describe('a page without tags', () => {
  it('is headings, paragraphs, a list and a table, by size and place', async () => {
    expect(
      await said({
        pieces: [
          { text: 'Loan agreement', x: 72, y: 760, size: 20 },
          ...lines(['The Lender grants the Borrower the loan that is described below and pays it', 'within three banking days.'], {
            y: 720,
          }),
          { text: 'Duties of the Borrower', x: 72, y: 680, font: 'bold' },
          ...lines(['1. Pay each instalment on its day.', '2. Tell the Lender of another address.'], { y: 650 }),
          { text: 'Amount', x: 72, y: 590 },
          { text: 'EUR 12,000.00', x: 300, y: 590 },
          { text: 'Term', x: 72, y: 570 },
          { text: '48 months', x: 300, y: 570 },
          { text: 'Page 1', x: 280, y: 40, size: 8 },
        ],
      }),
    ).toEqual([
      'h1 Loan agreement',
      'p The Lender grants the Borrower the loan that is described below and pays it within three banking days.',
      'h3 Duties of the Borrower',
      '- p 1. Pay each instalment on its day.',
      '- p 2. Tell the Lender of another address.',
      '| Amount | EUR 12,000.00',
      '| Term | 48 months',
      'p Page 1',
    ])
  })

  it('of two columns is read one after the other, with the title that stands over both', async () => {
    const column = (side: string, x: number) =>
      lines(
        ['one', 'two', 'three', 'four'].map((word) => `${side} column line ${word} of the text`),
        { x, y: 690 },
      )
    const [left, right] = [column('Left', 60), column('Right', 320)]
    expect(
      await said({
        // Drawn line by line, as some programs do.
        pieces: [
          { text: 'General terms of business for everything that we sell and deliver to you', x: 60, y: 740, size: 14 },
          ...left.flatMap((piece, at) => [piece, right[at] ?? piece]),
        ],
      }),
    ).toEqual([
      'h3 General terms of business for everything that we sell and deliver to you',
      `p ${left.map(({ text }) => text).join(' ')}`,
      `p ${right.map(({ text }) => text).join(' ')}`,
    ])
  })

  it.each([90, 180, 270])('that is turned by %i degrees reads as one that is not', async (turn) => {
    const upright = lines(['What is agreed stands here.', 'And nothing else does.'])
    const [x = 0, y = 0] = { 90: [200, 100], 180: [400, 400], 270: [400, 700] }[turn] ?? []
    const matrix = { 90: '0 1 -1 0', 180: '-1 0 0 -1', 270: '0 -1 1 0' }[turn]
    const turned = upright.map(
      ({ text }, at) => `1 0 0 1 0 0 cm q ${matrix} ${x} ${y} cm BT /plain 11 Tf 0 ${-14 * at} Td (${text}) Tj ET Q`,
    )
    expect(await said({ pieces: [], before: turned.join('\n'), page: `/Rotate ${turn}` })).toEqual([
      'p What is agreed stands here. And nothing else does.',
    ])
  })

  it('has words whole that a line end divided, and keeps hyphens that belong to them', async () => {
    expect(
      await said({ pieces: lines(['The bor-', 'rower pays. Der Zins-', 'und Tilgungsplan gilt, and Anna-', 'Maria agrees to it.']) }),
    ).toEqual(['p The borrower pays. Der Zins- und Tilgungsplan gilt, and Anna- Maria agrees to it.'])
  })

  it('has letters for ligatures, and no soft hyphens', async () => {
    expect(await said({ pieces: [{ text: 'A ~nal of-fer', x: 72, y: 700, font: 'ligature' }] })).toEqual(['p A final offer'])
  })

  it('of a script that runs to the left is read from the right, its columns too', async () => {
    const [alef, bet, gimel] = ['\u05d0', '\u05d1', '\u05d2']
    const row = (y: number, right: string, left: string): Piece[] => [
      { text: right, x: 400, y, font: 'hebrew' },
      { text: left, x: 100, y, font: 'hebrew' },
    ]
    expect(
      await said({ pieces: [{ text: 'cba', x: 300, y: 740, font: 'hebrew' }, ...row(700, 'aa', 'bb'), ...row(680, 'cc', 'aa')] }),
    ).toEqual([`p ${alef}${bet}${gimel}`, `| ${alef}${alef} | ${bet}${bet}`, `| ${gimel}${gimel} | ${alef}${alef}`])
  })

  it('says what is drawn in the fields of a form, whatever their value is', async () => {
    expect(await said({ pieces: [{ text: 'Amount:', x: 72, y: 700 }], field: '12,000' })).toEqual(['p Amount: 12,000'])
  })
})

describe('a tagged page', () => {
  const pieces: Piece[] = [
    { text: 'Confidential', x: 72, y: 810, size: 8, artifact: true },
    { text: 'second', x: 72, y: 700, mark: 1 },
    { text: 'Title', x: 72, y: 760, mark: 0 },
    { text: '\x95', x: 72, y: 650, mark: 2 },
    { text: 'an item', x: 90, y: 650, mark: 3 },
    { text: 'Kind', x: 72, y: 600, mark: 4 },
    { text: 'Sum', x: 300, y: 600, mark: 5 },
    { text: 'Loan', x: 72, y: 580, mark: 6 },
    { text: '12,000', x: 300, y: 580, mark: 7 },
    { text: 'BANK', x: 72, y: 500, mark: 8 },
    { text: 'not tagged at all', x: 72, y: 300 },
    { text: 'Page 1', x: 280, y: 40, size: 8, artifact: true },
  ]
  const row = (role: string, ...marks: number[]) => ({ role: 'TR', kids: marks.map((mark) => ({ role, kids: [mark] })) })
  const structure = [
    {
      role: 'Document',
      kids: [
        { role: 'H1', kids: [0] },
        { role: 'P', kids: [{ role: 'Span', kids: [1] }], entries: '/Lang (fr-FR) /ActualText (nothing of this)' },
        {
          role: 'L',
          kids: [
            {
              role: 'LI',
              kids: [
                { role: 'Lbl', kids: [2] },
                { role: 'LBody', kids: [3] },
              ],
            },
          ],
        },
        { role: 'Figure', kids: [8], entries: '/Alt (The logo of the bank)' },
        {
          role: 'Table',
          kids: [
            row('TH', 4, 5),
            {
              role: 'TR',
              kids: [
                { role: 'TH', kids: [6], entries: '/A << /O /Table /Scope /Row >>' },
                { role: 'TD', kids: [7] },
              ],
            },
          ],
        },
      ],
    },
  ]

  it('is read in the order of its tags; what they leave out is read, too', async () => {
    const page = await first({ pieces, structure, lang: 'en' })
    expect(short(page?.blocks ?? [])).toEqual([
      'p Confidential',
      'h1 Title',
      'p second',
      '- p \u2022 an item',
      'picture The logo of the bank',
      'p BANK',
      '| col: Kind | col: Sum',
      '| row: Loan | 12,000',
      'p not tagged at all',
      'p Page 1',
    ])
    expect(page?.blocks.find((block) => block.kind === 'paragraph' && block.lang !== undefined)).toMatchObject({
      text: 'second',
      lang: 'fr-FR',
    })
  })

  it.each([
    ['\x95', '\x95 an item', '\u2022 an item'],
    ['\x95', '- an item', '\u2022 an item'],
    ['1.', '1. an item', '1. an item'],
    ['1.', '2. an item', '1. 2. an item'],
    ['\x95', '1. an item', '\u2022 1. an item'],
    ['\x95', '\x95', '\u2022'],
  ])('a label (%s) that stands in the words of its item, too (%s), is read once', async (label, words, told) => {
    const item = {
      role: 'LI',
      kids: [
        { role: 'Lbl', kids: [0] },
        { role: 'LBody', kids: [1] },
      ],
    }
    const page = await first({
      pieces: [
        { text: label, x: 72, y: 700, mark: 0 },
        { text: words, x: 90, y: 700, mark: 1 },
      ],
      structure: [{ role: 'Document', kids: [{ role: 'L', kids: [item] }] }],
    })
    expect(short(page?.blocks ?? [])).toEqual([`- p ${told}`])
  })

  it('names the language of the document', async () =>
    expect((await read(textPdf({ pieces, structure, lang: 'de-AT' }))).lang).toBe('de-AT'))

  it('whose tags leave out most of it is read by place', async () => {
    expect(
      await said({ pieces: lines(['The first line of all.', 'The second line of all.']), structure: [{ role: 'P', kids: [] }] }),
    ).toEqual(['p The first line of all. The second line of all.'])
  })
})

describe('text that is not to be seen', () => {
  const seen: Piece = { text: 'You pay 100 euros.', x: 72, y: 700 }
  it.each<[string, Partial<Piece>]>([
    ['drawn invisible', { mode: 3 }],
    ['white on white', { grey: 1 }],
    ['nearly white on white', { grey: 0.98 }],
    ['too small to read', { size: 1 }],
  ])('because it is %s, is told apart', async (_, how) => {
    const page = await first({ pieces: [seen, { text: 'You pay 900 euros.', x: 72, y: 600, ...how }] })
    expect([short(page?.blocks ?? []), page?.unseen]).toEqual([['p You pay 100 euros.'], ['You pay 900 euros.']])
  })

  it('because it lies under something else, or off the page, is told apart or left out', async () => {
    const page = await first({
      pieces: [seen, { text: 'Far away', x: 700, y: 700 }],
      before: 'BT /plain 11 Tf 72 600 Td (Covered by a box) Tj ET 1 g 60 590 300 40 re f 0 g',
    })
    expect([short(page?.blocks ?? []), page?.unseen]).toEqual([['p You pay 100 euros.'], ['Covered by a box']])
  })

  it('in the middle of a line that is seen, is not read as part of it', async () => {
    const page = await first({ pieces: [], before: 'BT /plain 11 Tf 72 700 Td (You pay ) Tj 1 g (never again ) Tj 0 g (100 euros.) Tj ET' })
    expect([short(page?.blocks ?? []), page?.unseen.length]).toEqual([[], 1])
  })

  it('over a scan stays, with the word that a picture lies behind it', async () => {
    const page = await first({
      pieces: Array.from({ length: 20 }, (_, at) => ({
        text: 'Words that a program has read from the scan of this page',
        x: 72,
        y: 740 - 30 * at,
        mode: 3,
      })),
      before: 'q 595 0 0 842 0 0 cm /Im Do Q',
    })
    expect([page?.state, page?.beside, page?.unseen]).toEqual(['text', 'scan', []])
  })

  it('has no signs that turn or hide letters', async () => {
    const { shownText } = await import('../layout/words')
    expect(shownText('pay \u202e001\u202c \u200beuros\u2066\u00ad')).toBe('pay 001 euros')
  })
})

describe('a page that is no text', () => {
  it('is named as a picture, as empty, or as one that cannot be read', async () => {
    const states = [
      { pieces: [], before: 'q 595 0 0 842 0 0 cm /Im Do Q' },
      { pieces: [{ text: 'Envelope 4711', x: 72, y: 20, size: 7 }], before: 'q 595 0 0 842 0 0 cm /Im Do Q' },
      { pieces: [], before: '10 10 200 300 re S' },
      { pieces: [] },
      { pieces: [{ text: 'nobody knows these letters', x: 72, y: 700, font: 'unknown' as const }] },
    ]
    expect(await Promise.all(states.map(async (made) => (await first(made))?.state))).toEqual([
      'picture',
      'picture',
      'picture',
      'empty',
      'unread',
    ])
  })

  it('but partly a picture, says so', async () => {
    const page = await first({ pieces: [{ text: 'With a photograph', x: 72, y: 700 }], before: 'q 200 0 0 200 72 400 cm /Im Do Q' })
    expect([page?.state, page?.beside]).toEqual(['text', 'picture'])
  })
})

describe('a file made to exhaust its reader', () => {
  it.each(['cycle', 'deep'] as const)('of a structure with a %s is read by place', async (kind) => {
    expect(short((await read(strangeStructure(kind))).pages[0]?.blocks ?? [])).toEqual(['p What is agreed.'])
  })
})

it('reads the sample contract as a person would', async () => {
  const contract = await sampleContract({ borrower: 'Anna Kowalska', reference: 'L-1', date: new Date(0) })
  const { pages, lang } = await read(contract)
  expect([lang, pages.map(({ state, unseen }) => [state, unseen])]).toEqual([
    'en',
    [
      ['text', []],
      ['text', []],
    ],
  ])
  expect(pages.flatMap(({ blocks }) => short(blocks))).toMatchInlineSnapshot(`
    [
      "p EXAMPLE BANK L-1",
      "h1 Consumer loan agreement",
      "p between Example Bank, 1 Market Square, Example City, the Lender, and Anna Kowalska, the Borrower, dated 1970-01-01.",
      "| Loan amount | EUR 12,000.00",
      "| Purpose | Energy renovation of a private home",
      "| Term | 48 months, first instalment on 1 February",
      "| Borrowing rate | 4.20 % per year, fixed for the whole term",
      "| Monthly instalment | EUR 271.96",
      "| Total amount payable | EUR 13,054.08",
      "| Annual percentage rate of charge | 4.28 %",
      "h3 1. The loan",
      "p The Lender grants the Borrower the loan described above and pays it in one sum, within three banking days after both parties have signed, to the account that the Borrower has named.",
      "h3 2. Repayment",
      "p The Borrower repays the loan with interest in equal monthly instalments. Each instalment is due on the first banking day of the month and is collected by direct debit.",
      "h3 3. Early repayment",
      "p The Borrower may repay the loan in whole or in part at any time. Interest for the remaining term is then not owed. The Lender charges no fee for it.",
      "h3 4. Late payment",
      "p For an instalment that is paid late, interest of two percentage points above the borrowing rate is owed from the day after its due date. The Lender first reminds the Borrower in writing and free of charge.",
      "h3 5. Right of withdrawal",
      "p The Borrower may withdraw from this agreement within fourteen days of signing it, without giving a reason, by a message to the Lender in writing. The Borrower then returns the sum paid out within thirty days.",
      "p Sample for trying out QSignHub. It binds nobody. Page 1 of 2",
      "p EXAMPLE BANK L-1",
      "h3 6. Data protection",
      "p The Lender processes the personal data of the Borrower only to perform this agreement and to meet its legal duties, and keeps them no longer than those require.",
      "h3 7. Form",
      "p This agreement is signed with a qualified electronic signature (Article 25(2) of Regulation (EU) No 910/2014), which has the legal effect of a handwritten signature. Changes to it need the same form.",
      "h3 8. Law",
      "p The law at the Borrower's place of residence applies. Provisions that protect consumers stay untouched.",
      "p Read and agreed. The Lender is bound by its offer of the same date.",
      "p Signature of the Borrower, Anna Kowalska:",
      "p Sample for trying out QSignHub. It binds nobody. Page 2 of 2",
    ]
  `)
})
