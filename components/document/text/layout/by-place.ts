// Paragraphs, headings, lists and tables of text that nobody has tagged, found by where it stands and how large it is.

import { plainCell, type Block, type Cell } from './block'
import { areasOf, type Area } from './columns'
import { rowsOf, segmentsOf, type Segment } from './lines'
import type { Run } from './run'
import { hasLabel, joinedLines } from './words'

/** A wide space between parts of a line that belong to no table. */
const APART = '\u2003'
const HEADING_LETTERS = 200
const HEADING_LINES = 3
/** More rows than one page has lines: so a hostile page is not tried again and again. */
const MOST_ROWS = 100

export function blocksByPlace(runs: readonly Run[]): Block[] {
  const turns = [...new Set(runs.map(({ angle }) => angle))].toSorted((a, b) => a - b)
  const usual = { size: usualSize(runs), bold: letters(runs.filter(({ bold }) => bold)) * 2 > letters(runs) }
  return turns.flatMap((angle) =>
    areasOf(segmentsOf(runs.filter((run) => run.angle === angle))).flatMap((area) => asLists(blocksOfArea(area, usual))),
  )
}

/** How most letters look. */
type Usual = { size: number; bold: boolean }

const letters = (runs: readonly Run[]): number => runs.reduce((sum, { text }) => sum + text.length, 0)

function usualSize(runs: readonly Run[]): number {
  const counts = new Map<number, number>()
  for (const { size, text } of runs) {
    const rounded = Math.round(size * 2) / 2
    counts.set(rounded, (counts.get(rounded) ?? 0) + text.length)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0
}

function blocksOfArea(area: Area, usual: Usual): Block[] {
  const rows = rowsOf(area)
  const edge = area.reduce((least, { left }) => Math.min(least, left), Infinity)
  const right = area.reduce((most, one) => Math.max(most, one.right), 0)
  const look = { lead: leadOf(rows), edge, right }
  const blocks: Block[] = []
  let paragraph: Segment[] = []
  const close = () => {
    if (paragraph.length > 0) blocks.push(blockOf(paragraph, usual))
    paragraph = []
  }
  for (let at = 0; at < rows.length;) {
    const table = tableAt(rows, at)
    if (table !== null) {
      close()
      blocks.push({ kind: 'table', rows: table })
      at += table.length
      continue
    }
    const line = lineOf(rows[at] ?? [])
    const last = paragraph.at(-1)
    if (last !== undefined && beginsAnew(last, line, look)) close()
    paragraph.push(line)
    at += 1
  }
  close()
  return blocks
}

function lineOf(row: readonly Segment[]): Segment {
  const [first] = row
  const sorted = first?.rightToLeft ? row.toReversed() : row
  return {
    text: sorted.map(({ text }) => text).join(APART),
    left: Math.min(...row.map(({ left }) => left)),
    right: Math.max(...row.map(({ right }) => right)),
    y: first?.y ?? 0,
    size: Math.max(...row.map(({ size }) => size)),
    bold: row.every(({ bold }) => bold),
    rightToLeft: first?.rightToLeft ?? false,
  }
}

/** How far lines of a paragraph are apart: as far as a quarter of all lines at most are. */
function leadOf(rows: readonly (readonly Segment[])[]): number {
  const gaps = rows.flatMap((row, at) => {
    const [above, here] = [rows[at - 1]?.[0], row[0]]
    const gap = above === undefined || here === undefined ? 0 : (here.y - above.y) / here.size
    return gap > 0.8 && gap < 2.6 ? [gap] : []
  })
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 4)] ?? 1.3
}

function beginsAnew(last: Segment, line: Segment, { lead, edge, right }: { lead: number; edge: number; right: number }): boolean {
  const size = Math.max(last.size, line.size)
  if (line.y - last.y > 1.3 * lead * size) return true
  if (Math.abs(last.size - line.size) > 0.12 * size || last.bold !== line.bold || last.rightToLeft !== line.rightToLeft) return true
  if (hasLabel(line.text)) return true
  const [start, end] = line.rightToLeft ? [right - line.right, last.left - edge] : [line.left - edge, right - last.right]
  const lastStart = last.rightToLeft ? right - last.right : last.left - edge
  if (start - lastStart > 0.8 * size && !hasLabel(last.text)) return true
  return end > 0.2 * (right - edge) && /[.:;!?]$/.test(last.text)
}

function blockOf(lines: readonly Segment[], usual: Usual): Block {
  const text = joinedLines(lines.map((line) => line.text))
  const size = Math.max(...lines.map((line) => line.size))
  const short = text.length <= HEADING_LETTERS && lines.length <= HEADING_LINES && /\p{L}/u.test(text)
  if (short && size >= 1.15 * usual.size)
    return { kind: 'heading', level: size >= 1.6 * usual.size ? 1 : size >= 1.3 * usual.size ? 2 : 3, text }
  if (short && !usual.bold && lines.length === 1 && lines.every(({ bold }) => bold) && !/[.,;:]$/.test(text))
    return { kind: 'heading', level: 3, text }
  return { kind: 'paragraph', text }
}

/** Rows of two parts or more that stand in the same columns, from a row on; at least two of them. */
function tableAt(rows: readonly (readonly Segment[])[], from: number): Cell[][] | null {
  let to = from
  while (to - from < MOST_ROWS && (rows[to]?.length ?? 0) > 1) to += 1
  for (; to - from >= 2; to -= 1) {
    const cells = cellsOf(rows.slice(from, to))
    if (cells !== null) return cells
  }
  return null
}

function cellsOf(rows: readonly (readonly Segment[])[]): Cell[][] | null {
  const columns: { left: number; right: number }[] = []
  for (const { left, right } of rows.flat().toSorted((a, b) => a.left - b.left)) {
    const last = columns.at(-1)
    if (last !== undefined && left < last.right) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  const column = (one: Segment) => columns.findIndex(({ left, right }) => one.left >= left && one.left < right)
  if (columns.length < 2 || rows.some((row) => new Set(row.map(column)).size < row.length)) return null
  const toLeft = rows.flat().filter(({ rightToLeft }) => rightToLeft).length * 2 > rows.flat().length
  return rows.map((row) => {
    const texts = columns.map((_, at) => row.find((one) => column(one) === at)?.text ?? '')
    return (toLeft ? texts.reverse() : texts).map(plainCell)
  })
}

/** Two paragraphs or more that begin with a label are a list; their labels stay. */
function asLists(blocks: readonly Block[]): Block[] {
  const out: Block[] = []
  let items: (readonly Block[])[] = []
  for (const [at, block] of blocks.entries()) {
    if (!isItem(block) || !(isItem(blocks[at - 1]) || isItem(blocks[at + 1]))) {
      out.push(block)
      continue
    }
    if (!isItem(blocks[at - 1])) {
      items = []
      out.push({ kind: 'list', items })
    }
    items.push([block])
  }
  return out
}

const isItem = (block: Block | undefined): boolean => block?.kind === 'paragraph' && hasLabel(block.text)
