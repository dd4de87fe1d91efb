// Draws the visible mark of a signature: name, lines and a warning fitted into the box of the field (ISO 32000-2, 12.5.5).

import { dict, name, type Dict, type Ref } from '../pdf/objects'
import type { Update } from '../pdf/update'
import { paletteOf, type Colour, type Palette } from './colours'
import { shaped } from './font'

/**
 * `title` is the signer's name in its own script. `warning` is set in amber, for signatures made for a test. `cover` is the text anchor
 * that the mark hides, measured from the lower left corner of the box.
 */
export type Mark = {
  title: string
  lines: readonly string[]
  warning?: string
  cover?: { x: number; y: number; width: number; height: number }
}

type Row = { text: string; size: number; color: Colour; gap: number }

const ink: Colour = [0.09, 0.11, 0.16]
const quiet: Colour = [0.33, 0.36, 0.43]
const amber: Colour = [0.7, 0.33, 0.02]
const blue: Colour = [0.07, 0.32, 0.6]
const paper: Colour = [1, 1, 1]
const frame: Colour = [0.8, 0.82, 0.86]
const largestTitle = 13
const smallestTitle = 3.5
const lineShare = 0.58
const leading = 1.28

export const fontKey = 'QSHFont'

/** `width` and `height` are as displayed; on a rotated page the form is turned so that its text stands upright. */
type Box = { width: number; height: number; rotation: number }

export function drawMark(update: Update, font: Ref, mark: Mark, box: Box): Ref {
  const palette = paletteOf(update.document)
  return update.addStream(formDict(font, box, palette.resources), Buffer.from(content(mark, box, palette), 'latin1'))
}

/** An empty form that keeps the font reachable from a field until its signature is drawn. */
export function drawNothing(update: Update, font: Ref): Ref {
  return update.addStream(formDict(font, { width: 1, height: 1, rotation: 0 }, dict({})), Buffer.alloc(0))
}

function formDict(font: Ref, { width, height, rotation }: Box, resources: Dict): Dict {
  const form = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: [0, 0, width, height],
    Resources: new Map([...resources, ['Font', dict({ [fontKey]: font })]]),
  })
  // The viewer moves the turned box back into the rectangle, so no translation is needed.
  if (rotation === 90) form.set('Matrix', [0, 1, -1, 0, 0, 0])
  if (rotation === 180) form.set('Matrix', [-1, 0, 0, -1, 0, 0])
  if (rotation === 270) form.set('Matrix', [0, -1, 1, 0, 0, 0])
  return form
}

function content(mark: Mark, { width, height }: Box, { fill, stroke }: Palette): string {
  const bar = Math.min(2.5, width / 30)
  const padding = Math.min(6, height / 9, width / 20)
  const left = bar + padding
  const rows = fitted(mark, width - left - padding, height - 2 * padding)
  const total = rows.reduce((sum, { size, gap }) => sum + size * leading + gap, 0)
  const accent = fill(mark.warning === undefined ? blue : amber)
  const parts = [
    // Nothing is painted behind the text, because a mark must not hide the page. Only the text anchor is covered.
    ...(mark.cover ? [`${fill(paper)} ${[mark.cover.x, mark.cover.y, mark.cover.width, mark.cover.height].map(f).join(' ')} re f`] : []),
    `q ${stroke(frame)} 0.5 w 0.25 0.25 ${f(width - 0.5)} ${f(height - 0.5)} re S`,
    `${accent} 0 0 ${f(bar)} ${f(height)} re f`,
  ]
  let top = height - Math.max(padding, (height - total) / 2)
  for (const { text, size, color, gap } of rows) {
    top -= size * leading + gap
    // The baseline stands a quarter of the line above its foot.
    parts.push(`BT ${fill(color)} /${fontKey} ${f(size)} Tf ${f(left)} ${f(top + size * 0.3)} Td ${shaped(text).hex} Tj ET`)
  }
  return `${parts.join('\n')}\nQ`
}

/** The text in the largest type at which all of it fits. In a box too small for the smallest type, the last words are left out. */
function fitted(mark: Mark, width: number, height: number): Row[] {
  for (let title = largestTitle; title > smallestTitle; title -= 0.25) {
    const rows = laidOut(mark, title, width)
    const tall = rows.reduce((sum, { size, gap }) => sum + size * leading + gap, 0)
    if (tall <= height && rows.every(({ text, size }) => shaped(text).width * size <= width)) return rows
  }
  return laidOut(mark, smallestTitle, width).map((row) => ({ ...row, text: shortened(row.text, width / row.size) }))
}

function laidOut(mark: Mark, title: number, width: number): Row[] {
  const line = title * lineShare
  const rows = (text: string, size: number, color: Colour, gap: number): Row[] =>
    wrapped(text, width / size).map((piece, index) => ({ text: piece, size, color, gap: index === 0 ? gap : 0 }))
  return [
    ...rows(mark.title, title, ink, 0),
    ...mark.lines.flatMap((text, index) => rows(text, line, quiet, index === 0 ? line * 0.2 : 0)),
    ...(mark.warning === undefined ? [] : rows(mark.warning, line, amber, line * 0.2)),
  ]
}

/** Breaks a text into lines. `width` is in units of the type size. */
function wrapped(text: string, width: number): string[] {
  const rows: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    const longer = rows.length === 0 ? word : `${rows.at(-1) ?? ''} ${word}`
    if (rows.length > 0 && shaped(longer).width <= width) rows[rows.length - 1] = longer
    else rows.push(word)
  }
  return rows
}

function shortened(text: string, width: number): string {
  if (shaped(text).width <= width) return text
  let end = text.length
  while (end > 1 && shaped(`${text.slice(0, end)}…`).width > width) end--
  return `${text.slice(0, end)}…`
}

const f = (value: number): string => value.toFixed(2)
