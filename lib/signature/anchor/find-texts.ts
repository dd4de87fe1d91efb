// Finds texts on the pages of a PDF. A hostile file may exhaust its reader, so this runs where time and memory have limits (lib/documents).

import type { Rect } from '../pdf/pages'
import { openPdfium, type Pdfium } from '../pdf/pdfium'
import type { Source } from '../pdf/source'

/** `count`: all occurrences. `shown`: the first thousand, with zero-based pages and rectangles in user space. */
export type FoundText = { count: number; shown: readonly { page: number; rect: Rect }[] }

/** Thrown when the text could not be read. */
export class TextUnreadable extends Error {
  override readonly name = 'TextUnreadable'
}

/** How many occurrences of a text are returned with their places. All are counted. */
const mostShown = 1000
const mostPages = 5000
/** How many characters of one page are searched. */
const mostCharacters = 500_000

/**
 * Looks for each text, case-sensitively, as one run on one line. Spaces of any width are alike, and so are the ways to write an accent or a
 * ligature; how the page splits its text into pieces, fonts or form objects does not matter.
 */
export async function findTexts(source: Source, texts: readonly string[]): Promise<FoundText[]> {
  try {
    return found(await openPdfium(), source.read(0, source.size), texts)
  } catch (cause) {
    throw new TextUnreadable('unreadable', { cause })
  }
}

/** Larger files are not loaded whole only to look where their last page has room. */
const LARGEST_READ = 16 << 20
/** A page of small print has some thousands. */
const MOST_BOXES = 20_000

/** Where the text of a page stands, in user space. Empty where it cannot be read. */
export async function textOn(source: Source, page: number): Promise<readonly Rect[]> {
  if (source.size > LARGEST_READ) return []
  try {
    return boxesOn(await openPdfium(), source.read(0, source.size), page)
  } catch {
    return []
  }
}

function boxesOn(pdfium: Pdfium, pdf: Uint8Array, index: number): readonly Rect[] {
  const document = loaded(pdfium, pdf)
  const page = pdfium._FPDF_LoadPage(document, index)
  const text = page && pdfium._FPDFText_LoadPage(page)
  if (!text) return []
  const on = { pdfium, text, numbers: pdfium.wasmExports.malloc(32) }
  const count = Math.min(pdfium._FPDFText_CountChars(text), MOST_BOXES)
  return Array.from({ length: count }, (_, character) => boxesOf(on, character).slice(0, 1)).flat()
}

function loaded(pdfium: Pdfium, pdf: Uint8Array): number {
  const file = pdfium.wasmExports.malloc(pdf.length)
  if (!file) throw new Error('no memory')
  pdfium.HEAPU8.set(pdf, file)
  const document = pdfium._FPDF_LoadMemDocument(file, pdf.length, 0)
  if (!document) throw new Error('not readable')
  return document
}

function found(pdfium: Pdfium, pdf: Uint8Array, texts: readonly string[]): FoundText[] {
  const document = loaded(pdfium, pdf)
  const wanted = texts.map((text) => ({ text: comparable(text), count: 0, shown: [] as { page: number; rect: Rect }[] }))
  const numbers = pdfium.wasmExports.malloc(32)
  const pages = Math.min(pdfium._FPDF_GetPageCount(document), mostPages)
  for (let index = 0; index < pages; index++) {
    const page = pdfium._FPDF_LoadPage(document, index)
    if (!page) continue
    const text = pdfium._FPDFText_LoadPage(page)
    if (text) search({ pdfium, text, numbers }, index, wanted)
    if (text) pdfium._FPDFText_ClosePage(text)
    pdfium._FPDF_ClosePage(page)
  }
  return wanted.map(({ count, shown }) => ({ count, shown }))
}

/** The text of a page. `numbers`: memory of the module, into which its functions write up to four numbers of eight bytes. */
type PageText = { pdfium: Pdfium; text: number; numbers: number }

function search(on: PageText, page: number, wanted: { text: string; count: number; shown: { page: number; rect: Rect }[] }[]): void {
  const { line, indexes } = charactersOf(on)
  for (const result of wanted) {
    const { text } = result
    if (text === '') continue
    for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + text.length)) {
      const rect = boxOf(on, indexes.slice(at, at + text.length))
      if (!rect) continue
      result.count += 1
      if (result.shown.length < mostShown) result.shown.push({ page, rect })
    }
  }
}

/** The text of a page as one string with a line break between lines, and for each code unit the index of its character. */
function charactersOf({ pdfium, text }: PageText): { line: string; indexes: number[] } {
  const count = Math.min(pdfium._FPDFText_CountChars(text), mostCharacters)
  const units: string[] = []
  const indexes: number[] = []
  for (let index = 0; index < count; index++) {
    const code = pdfium._FPDFText_GetUnicode(text, index)
    if (code === 0 || code > 0x10ffff) continue
    // Any number of spaces counts as one, whether the file has them or pdfium made them from a gap.
    for (const unit of comparable(String.fromCodePoint(code), false)) {
      if (unit === ' ' && (units.at(-1) === ' ' || units.at(-1) === '\n')) continue
      units.push(unit)
      indexes.push(index)
    }
  }
  return { line: units.join(''), indexes }
}

/** The text with accents separated from letters and with ligatures resolved, so that two ways to write it compare as equal. */
function comparable(text: string, trimmed = true): string {
  const plain = text
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    .normalize('NFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
  return trimmed ? plain.trim() : plain
}

function boxOf(on: PageText, indexes: readonly number[]): Rect | null {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const index of new Set(indexes)) {
    for (const [l, b, r, t] of boxesOf(on, index)) {
      left = Math.min(left, l)
      bottom = Math.min(bottom, b)
      right = Math.max(right, r)
      top = Math.max(top, t)
    }
  }
  return [left, bottom, right, top].every(Number.isFinite) ? [left, bottom, right, top] : null
}

/** The boxes of a character: of its ink, and of the full height of its line. Spaces have none. */
function boxesOf({ pdfium, text, numbers }: PageText, index: number): Rect[] {
  if (pdfium._FPDFText_IsGenerated(text, index) === 1) return []
  const boxes: Rect[] = []
  if (pdfium._FPDFText_GetCharBox(text, index, numbers, numbers + 8, numbers + 16, numbers + 24)) {
    const [left = NaN, right = NaN, bottom = NaN, top = NaN] = new Float64Array(pdfium.HEAPU8.slice(numbers, numbers + 32).buffer)
    if (right > left && top > bottom) boxes.push([left, bottom, right, top])
  }
  if (boxes.length > 0 && pdfium._FPDFText_GetLooseCharBox(text, index, numbers)) {
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = new Float32Array(pdfium.HEAPU8.slice(numbers, numbers + 16).buffer)
    // Some fonts claim absurd heights.
    const size = pdfium._FPDFText_GetFontSize(text, index)
    if (right > left && top > bottom && top - bottom < 4 * Math.max(size, 1)) boxes.push([left, bottom, right, top])
  }
  return boxes
}
