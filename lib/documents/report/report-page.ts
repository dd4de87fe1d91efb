// Draws a report on pages: text in columns, headings, cards that break over pages, and a foot on every page.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { PDFDocument, PDFFont, PDFPage } from '@cantoo/pdf-lib'
import fontkit from '@cantoo/fontkit'
import type { Report, ReportPart, Shade, TextStyle } from './report'

const FACES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']
/** Only the letters that are used are embedded. Each is drawn as it is: Inter would turn 2x3 into 2×3, and fi into one sign. */
const AS_WRITTEN = { subset: true, features: { calt: false, ccmp: false, clig: false, liga: false, locl: false } }

const A4 = { width: 595.28, height: 841.89 }
const MARGIN = 52
const FOOT = 46

/** Red, green and blue. */
const COLORS = {
  ink: [0.106, 0.114, 0.133],
  soft: [0.353, 0.376, 0.42],
  line: [0.898, 0.886, 0.859],
  good: [0.122, 0.478, 0.302],
  warn: [0.541, 0.353, 0],
  bad: [0.639, 0.188, 0.169],
  warnWash: [0.992, 0.953, 0.867],
} as const satisfies Record<Shade | 'line' | 'warnWash', readonly [number, number, number]>

type Library = typeof import('@cantoo/pdf-lib')

/** A PDF of the report. */
export async function drawReport({ parts, declared = {}, ...about }: Report): Promise<Uint8Array> {
  // The library takes long to load, and most workers never draw.
  const pages = await Pages.begin(await import('@cantoo/pdf-lib'), about)
  for (const [key, value] of Object.entries(declared)) pages.declare(key, value)
  for (const part of parts) await drawPart(pages, part)
  return pages.bytes()
}

function drawPart(pages: Pages, part: ReportPart): void | Promise<void> {
  switch (part.draw) {
    case 'text':
      return pages.text(part.value, part)
    case 'heading':
      return pages.heading(part.value, part.size)
    case 'pair':
      return pages.pair(part.label, part.value)
    case 'step':
      return pages.step(part)
    case 'picture':
      return pages.picture(part.jpeg, part.caption)
    case 'rule':
      return pages.rule()
    case 'gap':
      return pages.gap(part.points)
  }
}

class Pages {
  private page: PDFPage
  private y = 0
  private readonly widths = new Map<PDFFont, Map<string, number>>()
  readonly width = A4.width - 2 * MARGIN

  private constructor(
    private readonly library: Library,
    private readonly pdf: PDFDocument,
    private readonly fonts: { regular: PDFFont; bold: PDFFont },
    private readonly edges: { foot: string; ribbon: string | null },
  ) {
    this.page = this.newPage()
  }

  static async begin(library: Library, about: Omit<Report, 'parts' | 'declared'>): Promise<Pages> {
    const pdf = await library.PDFDocument.create()
    pdf.registerFontkit(fontkit)
    pdf.setTitle(about.title, { showInWindowTitleBar: true })
    pdf.setLanguage(about.language)
    pdf.setCreator('QSignHub')
    pdf.setProducer('QSignHub')
    pdf.setCreationDate(about.at)
    pdf.setModificationDate(about.at)
    const folder = path.join(process.cwd(), 'node_modules/@expo-google-fonts/inter')
    const [regular, bold] = await Promise.all(FACES.map((face) => pdf.embedFont(readFileSync(path.join(folder, face)), AS_WRITTEN)))
    if (!regular || !bold) throw new Error('a report has two faces')
    return new Pages(library, pdf, { regular, bold }, about)
  }

  declare(key: string, value: string | number): void {
    const information = this.pdf.context.lookup(this.pdf.context.trailerInfo.Info)
    if (!information || !('set' in information) || typeof information.set !== 'function')
      throw new Error('the report has no information dictionary')
    const { PDFHexString, PDFName, PDFNumber } = this.library
    information.set(
      PDFName.of(key),
      typeof value === 'number' ? PDFNumber.of(value) : PDFHexString.of(Buffer.from(value, 'latin1').toString('hex')),
    )
  }

  text(value: string, { size = 9.5, shade = 'ink', bold = false, leading = 1.45 }: TextStyle = {}, x = 0): void {
    const font = bold ? this.fonts.bold : this.fonts.regular
    for (const line of this.wrapped(value, font, size, this.width - x)) {
      this.room(size * leading)
      this.y -= size * leading
      this.page.drawText(line, { x: MARGIN + x, y: this.y + size * 0.28, size, font, color: this.color(shade) })
    }
  }

  heading(value: string, size = 15): void {
    this.room(size * 2.6 + 40)
    this.gap(size * 0.9)
    this.text(value, { size, bold: true, leading: 1.3 })
    this.gap(4)
  }

  /** The value may run over several lines and pages. */
  pair(label: string, value: string): void {
    const column = 138
    const size = 8.8
    const left = this.wrapped(label, this.fonts.regular, size, column - 12)
    const right = this.wrapped(value, this.fonts.regular, size, this.width - column)
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      this.room(size * 1.5)
      this.y -= size * 1.5
      const draw = (text: string | undefined, x: number, shade: Shade) => {
        if (text !== undefined && text !== '')
          this.page.drawText(text, { x: MARGIN + x, y: this.y + 3, size, font: this.fonts.regular, color: this.color(shade) })
      }
      draw(left[i], 0, 'soft')
      draw(right[i], column, 'ink')
    }
  }

  step({ title, detail, foot, shade }: Extract<ReportPart, { draw: 'step' }>): void {
    this.room(38)
    this.gap(4)
    this.page.drawCircle({ x: MARGIN + 5, y: this.y - 8, size: 3, color: this.color(shade) })
    this.text(title, { size: 9.2, bold: true }, 18)
    if (detail !== null) this.text(detail, { size: 8.6 }, 18)
    this.text(foot, { size: 7.8, shade: 'soft' }, 18)
  }

  /** No wider than the text and no higher than `most`. */
  async picture(jpeg: Uint8Array, caption: string, most = 250): Promise<void> {
    const image = await this.pdf.embedJpg(jpeg)
    const { width, height } = image.scaleToFit(this.width, most)
    this.room(height + 22)
    this.y -= height
    this.page.drawImage(image, { x: MARGIN, y: this.y, width, height })
    this.text(caption, { size: 7.8, shade: 'soft' })
    this.gap(8)
  }

  rule(): void {
    this.gap(8)
    this.room(10)
    const { y } = this
    this.page.drawLine({ start: { x: MARGIN, y }, end: { x: A4.width - MARGIN, y }, thickness: 0.6, color: this.color('line') })
    this.gap(6)
  }

  gap(points: number): void {
    this.y -= points
  }

  async bytes(): Promise<Uint8Array> {
    const pages = this.pdf.getPages()
    pages.forEach((page, index) => {
      const number = `${index + 1} / ${pages.length}`
      page.drawText(number, {
        x: A4.width - MARGIN - this.fonts.regular.widthOfTextAtSize(number, 7.5),
        y: 26,
        size: 7.5,
        font: this.fonts.regular,
        color: this.color('soft'),
      })
      page.drawText(this.edges.foot, { x: MARGIN, y: 26, size: 7.5, font: this.fonts.regular, color: this.color('soft') })
    })
    // Without object streams the facts of the information dictionary stay readable as plain text.
    return this.pdf.save({ useObjectStreams: false })
  }

  private newPage(): PDFPage {
    const page = this.pdf.addPage([A4.width, A4.height])
    this.y = A4.height - MARGIN
    if (this.edges.ribbon !== null) {
      page.drawRectangle({ x: 0, y: A4.height - 24, width: A4.width, height: 24, color: this.color('warnWash') })
      page.drawText(this.edges.ribbon, { x: MARGIN, y: A4.height - 16, size: 8.5, font: this.fonts.bold, color: this.color('warn') })
    }
    return page
  }

  private color(name: keyof typeof COLORS) {
    const [red, green, blue] = COLORS[name]
    return this.library.rgb(red, green, blue)
  }

  private room(points: number): void {
    if (this.y - points < FOOT) this.page = this.newPage()
  }

  /** Breaks at spaces, and inside words that are longer than the line, such as digests. */
  private wrapped(value: string, face: PDFFont, size: number, width: number): string[] {
    const lines: string[] = []
    let line = ''
    let taken = 0
    const add = (text: string, gap: string): boolean => {
      const wide = (this.widthOf(face, gap) + this.widthOf(face, text)) * size
      if (taken + wide > width) return false
      line += gap + text
      taken += wide
      return true
    }
    const end = () => {
      lines.push(line)
      line = ''
      taken = 0
    }
    for (const word of this.printable(value).split(' ')) {
      if (add(word, line === '' ? '' : ' ')) continue
      if (line !== '') end()
      if (add(word, '')) continue
      for (const character of word) {
        if (add(character, '')) continue
        end()
        add(character, '')
      }
    }
    return [...lines, line]
  }

  /** At one point. Shaping a text takes long, and a report says the same words very often, so each is measured once. */
  private widthOf(face: PDFFont, text: string): number {
    const widths = this.widths.get(face) ?? new Map<string, number>()
    this.widths.set(face, widths)
    const known = widths.get(text)
    if (known !== undefined) return known
    const width = text === '' ? 0 : face.widthOfTextAtSize(text, 1)
    widths.set(text, width)
    return width
  }

  private printable(value: string): string {
    return value.normalize('NFC').replace(/[\p{Cc}\s]+/gu, ' ')
  }
}
