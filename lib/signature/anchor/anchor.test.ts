// Text anchors: found however the page stores its text, at the place where a reader sees it.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import fontkit from '@cantoo/fontkit'
import { degrees, PDFDocument, PDFName, type PDFFont, type PDFPage } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../pdf/source'
import { displayBoxOf } from '../placement'
import { anchorPlace, type Anchor } from './anchor-place'
import { findTexts } from './find-texts'

const TAG = '{{sign:anna}}'
const ANCHOR: Anchor = { text: TAG, xOffset: 0, yOffset: 0, width: 200, height: 60 }
const INTER = readFileSync(path.join(process.cwd(), 'node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'))

/** A document with an embedded font: its strings hold numbers of glyphs, which only the font's map turns into characters. */
async function documentWith(...pages: ((page: PDFPage, font: PDFFont) => void)[]) {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  const font = await pdf.embedFont(INTER)
  for (const draw of pages) draw(pdf.addPage([595, 842]), font)
  return memorySource(await pdf.save())
}

const write =
  (text: string, x: number, y: number, size = 12) =>
  (page: PDFPage, font: PDFFont) =>
    page.drawText(text, { x, y, size, font })
const count = async (source: Parameters<typeof findTexts>[0], ...texts: string[]) =>
  (await findTexts(source, texts)).map((found) => found.count)

/** In the standard encoding of Helvetica the ligature fi is one code. */
function ligature({ doc, node }: PDFPage): void {
  const font = doc.context.register(doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' }))
  node.setFontDictionary(PDFName.of('Plain'), font)
  node.addContentStream(doc.context.register(doc.context.stream(Buffer.from('BT /Plain 12 Tf 72 450 Td (\\256nds) Tj ET'))))
}

describe('a text', () => {
  it('is found in pieces, by the codes of an embedded font, and where it stands', async () => {
    const source = await documentWith(write('nothing', 72, 700), (page, font) => {
      // One text in three pieces, as layout programs write it that adjust the distance of letters.
      let x = 100
      for (const piece of ['{{si', 'gn:an', 'na}}']) {
        page.drawText(piece, { x, y: 300, size: 12, font })
        x += font.widthOfTextAtSize(piece, 12)
      }
    })
    const [found] = await findTexts(source, [TAG])
    expect(found).toMatchObject({ count: 1, shown: [{ page: 1 }] })
    const [left = 0, bottom = 0, right = 0, top = 0] = found?.shown[0]?.rect ?? []
    expect(left).toBeCloseTo(100, -1)
    expect(bottom).toBeLessThanOrEqual(300)
    expect(top).toBeGreaterThan(308)
    expect(right).toBeGreaterThan(left + 70)
  })

  it('counts exactly: capitals, one line, whole runs, whatever way an accent, a ligature or a space is written', async () => {
    const source = await documentWith((page, font) => {
      page.drawText('Sign Here', { x: 72, y: 700, size: 12, font })
      page.drawText('Sign', { x: 72, y: 600, size: 12, font })
      page.drawText('Here', { x: 72, y: 580, size: 12, font })
      page.drawText('Zo\u0065\u0301', { x: 72, y: 500, size: 12, font })
      ligature(page)
      page.drawText('spread', { x: 72, y: 400, size: 12, font })
      page.drawText('out', { x: 130, y: 400, size: 12, font })
    })
    expect(await count(source, 'Sign Here', 'sign here', 'Sign', 'Zo\u00e9', 'finds', 'spread   out')).toEqual([1, 0, 2, 1, 1, 1])
  })

  it('of a file that cannot be read is not found', async () => {
    const source = await documentWith(write(TAG, 72, 700))
    await expect(findTexts(memorySource(Buffer.from('%PDF-1.7 nonsense')), [TAG])).rejects.toMatchObject({ name: 'TextUnreadable' })
    expect(await count(source, TAG)).toEqual([1])
  })
})

describe('the box', () => {
  it.each([0, 90, 180, 270])(
    'stands on the lower left corner of the text as it is displayed, on a page turned by %i degrees and cropped',
    async (turn) => {
      const source = await documentWith((page, font) => {
        page.setRotation(degrees(turn))
        page.setMediaBox(-50, -20, 645, 862)
        page.setCropBox(0, 0, 595, 842)
        page.drawText(TAG, { x: 300, y: 400, size: 12, font })
      })
      const [found] = await findTexts(source, [TAG])
      if (!found?.shown[0]) throw new Error('not found')
      const text = displayBoxOf(source, found.shown[0])
      const { place, placement } = anchorPlace(source, { ...ANCHOR, xOffset: -8, yOffset: -4 }, found)
      const box = displayBoxOf(source, place)
      expect(placement).toMatchObject({ found: true, occurrences: 1 })
      expect(box.x).toBeCloseTo(text.x - 8, 3)
      expect(box.y + box.height).toBeCloseTo(text.y + text.height + 4, 3)
      expect([box.width, box.height]).toEqual([expect.closeTo(200, 3), expect.closeTo(60, 3)])
      expect(placement.cover).toMatchObject({ x: expect.closeTo(8, 3) as number, y: expect.closeTo(4, 3) as number })
    },
  )

  it('takes the first text in reading order, and says how many there are', async () => {
    const source = await documentWith(write('nothing', 72, 700), (page, font) => {
      write(TAG, 72, 100)(page, font)
      write(TAG, 300, 500)(page, font)
      write(TAG, 72, 500)(page, font)
    })
    const [found] = await findTexts(source, [TAG])
    const { place, placement } = anchorPlace(source, ANCHOR, found ?? { count: 0, shown: [] })
    expect(displayBoxOf(source, place)).toMatchObject({ page: 2, x: expect.closeTo(72, 0) as number })
    expect(place.rect[1]).toBeGreaterThan(490)
    expect(placement).toMatchObject({ occurrences: 3, note: 'The text occurs 3 times; the signature stands at the first.' })
  })

  it('stays on its page, and is invisible where there is no text', async () => {
    const source = await documentWith(write(TAG, 520, 830))
    const [found] = await findTexts(source, [TAG])
    const { place, placement } = anchorPlace(source, ANCHOR, found ?? { count: 0, shown: [] })
    expect(displayBoxOf(source, place)).toMatchObject({ x: expect.closeTo(395, 3) as number, y: expect.closeTo(0, 3) as number })
    expect(placement.note).toContain('moved so that it stays on its page')
    const absent = anchorPlace(source, ANCHOR, { count: 0, shown: [] })
    expect(absent).toMatchObject({ place: { page: 0, rect: [0, 0, 0, 0] }, placement: { found: false, occurrences: 0, cover: null } })
  })
})
