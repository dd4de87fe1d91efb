// Reads a page with pdf.js: its pieces of text with their places, its tags, what its form fields show, and a picture to compare them with.

import type { PDFPageProxy } from 'pdfjs-dist'
import type { Tag } from '../layout/by-tags'
import { isSeen, showsAnything, type Picture } from './ink'
import type { ReadPage } from './page-text'
import { placed, type Run } from '../layout/run'

/** The most of one page: more is no page that a person reads, and would hold up the browser. */
const MOST_LETTERS = 60_000
const MOST_RUNS = 20_000
/** Text of more area than so many pages lies over itself. */
const MOST_LOOKS = 20
/** Pixels for a point, and the longest side of a picture in pixels. */
const SCALE = 1.5
const LONGEST = 1400

class TooMuchText extends Error {}

export type MakeCanvas = (width: number, height: number) => HTMLCanvasElement
type Opened = { page: PDFPageProxy; number: number; canvas: MakeCanvas; signal: AbortSignal }
/** What pdf.js tells of a field or note; its own types leave it open. */
type Annotation = {
  rect: [number, number, number, number]
  textContent?: readonly string[]
  checkBox?: boolean
  radioButton?: boolean
  fieldValue?: unknown
  buttonValue?: unknown
  id: string
}
type Matrix = readonly [number, number, number, number, number, number]
type Drawn = { picture: Picture; scale: number; pictures: number }

/** `lang`: the language of the document, where it names one. Throws where there is too much of it. */
export async function readPage(opened: Opened): Promise<{ read: ReadPage; lang: string | null }> {
  const { page, number } = opened
  const { width, height } = page.getViewport({ scale: 1 })
  const { items, lang } = await itemsOf(page)
  // Drawn before the fonts are looked at: they are known only then.
  const { picture, scale, pictures } = await drawn(opened)
  const all = [...items.map((item) => runOf(page, item)), ...(await fieldRuns(page))].filter(
    ({ box }) => box.right > 0 && box.bottom > 0 && box.left < width && box.top < height,
  )
  if (lookedAt(all) > MOST_LOOKS * width * height) throw new TooMuchText('letters over letters')
  const seen = new Set(all.filter((run) => isSeen(run, picture, scale)))
  return {
    lang,
    read: {
      number,
      seen: [...seen],
      unseen: all.filter((run) => !seen.has(run)),
      tags: (await page.getStructTree().catch(() => null)) as Tag | null,
      area: width * height,
      pictures,
      blank: !showsAnything(picture),
    },
  }
}

/** The area, in square points, of all pieces of text together. */
const lookedAt = (runs: readonly Run[]): number => runs.reduce((sum, { box }) => sum + (box.right - box.left) * (box.bottom - box.top), 0)

async function drawn({ page, canvas: make, signal }: Opened): Promise<Drawn> {
  const whole = page.getViewport({ scale: 1 })
  const scale = Math.min(SCALE, LONGEST / Math.max(whole.width, whole.height))
  const viewport = page.getViewport({ scale })
  const canvas = make(Math.ceil(viewport.width), Math.ceil(viewport.height))
  const pixels = canvas.getContext('2d', { willReadFrequently: true })
  if (pixels === null) throw new TooMuchText('no picture of the page')
  const task = page.render({ canvas, viewport, recordImages: true })
  const stop = () => task.cancel()
  signal.addEventListener('abort', stop, { once: true })
  await task.promise.finally(() => signal.removeEventListener('abort', stop))
  const picture = pixels.getImageData(0, 0, canvas.width, canvas.height)
  // Returns its memory at once: browsers on phones have little for all canvases.
  canvas.width = 0
  canvas.height = 0
  return { picture, scale, pictures: covered(page.imageCoordinates as ArrayLike<number> | null) }
}

/** The share of the page under pictures, of which pdf.js names three corners each. */
function covered(corners: ArrayLike<number> | null): number {
  let share = 0
  const at = (index: number) => corners?.[index] ?? 0
  for (let one = 0; one + 5 < (corners?.length ?? 0); one += 6) {
    const [x, y] = [at(one), at(one + 1)]
    share += Math.abs((at(one + 2) - x) * (at(one + 5) - y) - (at(one + 4) - x) * (at(one + 3) - y))
  }
  return Math.min(1, share)
}

type MarkedItem = TextItem & Pick<Run, 'spaced' | 'mark'>

async function itemsOf(page: PDFPageProxy): Promise<{ items: MarkedItem[]; lang: string | null }> {
  const reader = page.streamTextContent({ includeMarkedContent: true }).getReader() as ReadableStreamDefaultReader<TextChunk>
  /** Of each content that is open, the mark that holds for it. */
  const marks: (string | null)[] = []
  const items: MarkedItem[] = []
  let [lang, letters, spaced]: [string | null, number, boolean] = [null, 0, false]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { items, lang }
    lang ??= value.lang
    letters += value.items.length
    for (const item of value.items) {
      if (!('str' in item)) {
        if (item.type === 'endMarkedContent') marks.pop()
        else marks.push(item.id ?? marks.at(-1) ?? null)
        continue
      }
      letters += item.str.length
      if (item.str.trim() !== '') items.push({ ...item, spaced, mark: marks.at(-1) ?? null })
      spaced = item.str.trim() === '' || item.hasEOL
    }
    if (letters > MOST_LETTERS || items.length > MOST_RUNS) {
      await reader.cancel(new TooMuchText('text of the page'))
      throw new TooMuchText('text of the page')
    }
  }
}

type TextItem = { str: string; dir: string; width: number; height: number; transform: number[]; fontName: string; hasEOL: boolean }
type TextChunk = { items: readonly (TextItem | { type: string; id?: string | null })[]; lang: string | null }

function runOf(page: PDFPageProxy, item: MarkedItem): Run {
  const { transform: shown } = page.getViewport({ scale: 1 })
  const [a, b, c, d, x, y] = product(shown as unknown as Matrix, item.transform as unknown as Matrix)
  const unit = Math.hypot(shown[0] ?? 1, shown[1] ?? 0)
  const angle = (Math.round((Math.atan2(b, a) * 180) / Math.PI) + 360) % 360
  const size = Math.hypot(c, d)
  return {
    ...placed({ x, y, angle, width: item.width * unit, size }),
    text: item.str,
    fitted: true,
    bold: isBold(page, item.fontName),
    rightToLeft: item.dir === 'rtl',
    spaced: item.spaced,
    mark: item.mark,
  }
}

const product = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
]

function isBold({ commonObjs }: PDFPageProxy, fontName: string): boolean {
  if (!commonObjs.has(fontName)) return false
  const font = commonObjs.get(fontName) as { name?: string; bold?: boolean; black?: boolean } | null
  return font?.bold === true || font?.black === true || /bold|black|heavy/i.test(font?.name ?? '')
}

/** Of the letters in a field, in points: pdf.js does not tell it. */
const FIELD_SIZE = 11
const TICKED = '\u2611'
const UNTICKED = '\u2610'

/** What fields of a form, notes on the page and signatures show: the text that is drawn there, which may be another than the field's value. */
async function fieldRuns(page: PDFPageProxy): Promise<Run[]> {
  const viewport = page.getViewport({ scale: 1 })
  const annotations = (await page.getAnnotations({ intent: 'display' })) as Annotation[]
  return annotations.slice(0, MOST_RUNS).flatMap((annotation) => {
    const [ax, ay, bx, by] = annotation.rect
    const [x1, y1] = viewport.convertToViewportPoint(ax, ay) as [number, number]
    const [x2, y2] = viewport.convertToViewportPoint(bx, by) as [number, number]
    const [left, top, width, height] = [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)]
    const lines = linesOf(annotation)
    const tall = height / Math.max(1, lines.length)
    return lines.map((text, at) => ({
      ...placed({ x: left, y: top + tall * (at + 0.75), angle: 0, width, size: Math.min(tall * 0.8, FIELD_SIZE) }),
      box: { left, top, right: left + width, bottom: top + height },
      text,
      fitted: false,
      bold: false,
      rightToLeft: false,
      spaced: true,
      mark: `pdfjs_internal_id_${annotation.id}`,
    }))
  })
}

function linesOf({ checkBox, radioButton, fieldValue, buttonValue, textContent }: Annotation): readonly string[] {
  if (checkBox === true) return [fieldValue === 'Off' || fieldValue === null || fieldValue === undefined ? UNTICKED : TICKED]
  if (radioButton === true) return [fieldValue !== null && fieldValue === buttonValue ? TICKED : UNTICKED]
  return (textContent ?? []).filter((line) => line.trim() !== '')
}
