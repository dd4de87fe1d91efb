// @ts-check
// Finds texts on the pages of a hostile PDF, in a thread of its own: plain JavaScript, so that a worker can load it as it is.

import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumModule } from '@hyzyla/pdfium'

/** How many occurrences of a text are returned with their places. All are counted. */
const mostShown = 1000
const mostPages = 5000
/** How many characters of one page are searched. */
const mostCharacters = 500_000

/** @typedef {readonly [left: number, bottom: number, right: number, top: number]} Rect user space */
/** @typedef {{ count: number, shown: { page: number, rect: Rect }[] }} Found */

/** @type {{ pdf: Uint8Array, texts: readonly string[] }} */
const { pdf, texts } = workerData

const pdfium = /** @type {Record<string, any>} */ (await PDFiumModule({}))
pdfium._FPDF_InitLibraryWithConfig({ version: 2 })
const file = pdfium.wasmExports.malloc(pdf.length)
if (!file) throw new Error('no memory')
pdfium.HEAPU8.set(pdf, file)
const document = pdfium._FPDF_LoadMemDocument(file, pdf.length, 0)
if (!document) throw new Error('not readable')
/** Memory of the module, into which its functions write up to four numbers of eight bytes. */
const numbers = pdfium.wasmExports.malloc(32)

/** @type {Found[]} */
const found = texts.map(() => ({ count: 0, shown: [] }))
const wanted = texts.map(comparable)
const pages = Math.min(pdfium._FPDF_GetPageCount(document), mostPages)
for (let index = 0; index < pages; index++) {
  const page = pdfium._FPDF_LoadPage(document, index)
  if (!page) continue
  const textPage = pdfium._FPDFText_LoadPage(page)
  if (textPage) search(textPage, index)
  if (textPage) pdfium._FPDFText_ClosePage(textPage)
  pdfium._FPDF_ClosePage(page)
}
parentPort?.postMessage(found)

/**
 * @param {number} textPage
 * @param {number} page
 */
function search(textPage, page) {
  const { line, indexes } = charactersOf(textPage)
  for (const [which, text] of wanted.entries()) {
    const result = found[which]
    if (!result || text === '') continue
    for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + text.length)) {
      const rect = boxOf(textPage, indexes.slice(at, at + text.length))
      if (!rect) continue
      result.count += 1
      if (result.shown.length < mostShown) result.shown.push({ page, rect })
    }
  }
}

/**
 * The text of a page as one string with a line break between lines, and for each code unit the index of its character.
 * @param {number} textPage
 */
function charactersOf(textPage) {
  const count = Math.min(pdfium._FPDFText_CountChars(textPage), mostCharacters)
  /** @type {string[]} */
  const units = []
  /** @type {number[]} */
  const indexes = []
  for (let index = 0; index < count; index++) {
    const code = pdfium._FPDFText_GetUnicode(textPage, index)
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

/**
 * The text with accents separated from letters and with ligatures resolved, so that two ways to write it compare as equal.
 * @param {string} text
 */
function comparable(text, trimmed = true) {
  const plain = text
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    .normalize('NFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
  return trimmed ? plain.trim() : plain
}

/**
 * @param {number} textPage
 * @param {readonly number[]} indexes
 * @returns {Rect | null}
 */
function boxOf(textPage, indexes) {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const index of new Set(indexes)) {
    for (const [l, b, r, t] of boxesOf(textPage, index)) {
      left = Math.min(left, l)
      bottom = Math.min(bottom, b)
      right = Math.max(right, r)
      top = Math.max(top, t)
    }
  }
  return [left, bottom, right, top].every(Number.isFinite) ? [left, bottom, right, top] : null
}

/**
 * The boxes of a character: of its ink, and of the full height of its line. Spaces have none.
 * @param {number} textPage
 * @param {number} index
 * @returns {Rect[]}
 */
function boxesOf(textPage, index) {
  if (pdfium._FPDFText_IsGenerated(textPage, index) === 1) return []
  /** @type {Rect[]} */
  const boxes = []
  if (pdfium._FPDFText_GetCharBox(textPage, index, numbers, numbers + 8, numbers + 16, numbers + 24)) {
    const [left = NaN, right = NaN, bottom = NaN, top = NaN] = new Float64Array(pdfium.HEAPU8.slice(numbers, numbers + 32).buffer)
    if (right > left && top > bottom) boxes.push([left, bottom, right, top])
  }
  if (boxes.length > 0 && pdfium._FPDFText_GetLooseCharBox(textPage, index, numbers)) {
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = new Float32Array(pdfium.HEAPU8.slice(numbers, numbers + 16).buffer)
    // Some fonts claim absurd heights.
    const size = pdfium._FPDFText_GetFontSize(textPage, index)
    if (right > left && top > bottom && top - bottom < 4 * Math.max(size, 1)) boxes.push([left, bottom, right, top])
  }
  return boxes
}
