// Paragraphs, headings, lists and tables of a tagged page, in the order of its tags (ISO 32000-1, 14.8.4).

import type { Block, Cell } from './block'
import { inOneLine, lineText } from './lines'
import type { Run } from './run'
import { joinedLines, labelled } from './words'

/** The structure of one page, as pdf.js tells it. */
export type Tag = {
  role: string
  children: readonly (Tag | Leaf)[]
  alt?: string
  lang?: string
  colSpan?: number
  rowSpan?: number
  scope?: string
}
type Leaf = { type: string; id: string }

/** pdf.js ends at 40; whatever is deeper is left to its place on the page. */
const DEPTH = 60
/** Elements that stand within a line. All others that are not named below hold blocks. */
const INLINE = new Set([
  'Span',
  'Quote',
  'Reference',
  'BibEntry',
  'Code',
  'Link',
  'Annot',
  'Ruby',
  'RB',
  'RT',
  'RP',
  'Warichu',
  'Lbl',
  'Em',
  'Strong',
  'Sub',
  'Form',
])
const ITEMS = new Set(['L', 'TOC'])
const PICTURES = new Set(['Figure', 'Formula'])
const MOST_SPAN = 100

/** `used`: what the tags name; all else of the page has to be read by its place, or it would be missing. */
export function blocksByTags(root: Tag, runs: readonly Run[]): { blocks: Block[]; used: ReadonlySet<Run> } {
  const reader = new TagReader(runs)
  const blocks = reader.blocksOf(root, 0)
  return { blocks, used: reader.used }
}

class TagReader {
  readonly used = new Set<Run>()

  private readonly marked = new Map<string, Run[]>()

  constructor(runs: readonly Run[]) {
    for (const run of runs) {
      if (run.mark === null) continue
      const others = this.marked.get(run.mark)
      if (others === undefined) this.marked.set(run.mark, [run])
      else others.push(run)
    }
  }

  /** Text that stands among blocks is a paragraph. */
  blocksOf(tag: Tag, depth: number): Block[] {
    const blocks: Block[] = []
    let inline: (Tag | Leaf)[] = []
    const close = () => {
      const text = this.text(inline, depth)
      if (text !== '') blocks.push({ kind: 'paragraph', text, ...langOf(tag) })
      inline = []
    }
    for (const child of tag.children) {
      if (!isTag(child) || isInline(child, depth)) inline.push(child)
      else {
        close()
        if (depth < DEPTH) blocks.push(...this.blockOf(child, depth + 1))
      }
    }
    close()
    return blocks
  }

  private blockOf(tag: Tag, depth: number): Block[] {
    const level = headingLevel(tag.role)
    if (level !== null) {
      const text = this.text(tag.children, depth)
      return text === '' ? [] : [{ kind: 'heading', level, text, ...langOf(tag) }]
    }
    if (ITEMS.has(tag.role)) return this.list(tag, depth)
    if (tag.role === 'Table') return this.table(tag, depth)
    if (PICTURES.has(tag.role)) return [...described(tag), ...this.blocksOf(tag, depth)]
    return this.blocksOf(tag, depth)
  }

  private list(tag: Tag, depth: number): Block[] {
    const items = tag.children.filter(isTag).flatMap((child) => {
      if (depth > DEPTH) return []
      const blocks = ITEMS.has(child.role) ? this.list(child, depth + 1) : this.item(child, depth + 1)
      return blocks.length > 0 ? [blocks] : []
    })
    return items.length > 0 ? [{ kind: 'list', items }] : []
  }

  /** The label stands before the first words of the item, as on the page. */
  private item(tag: Tag, depth: number): Block[] {
    const label = this.text(
      tag.children.filter((child) => isTag(child) && child.role === 'Lbl'),
      depth,
    )
    const rest = { ...tag, children: tag.children.filter((child) => !isTag(child) || child.role !== 'Lbl') }
    const [first, ...others] = this.blocksOf(rest, depth)
    if (first === undefined) return label === '' ? [] : [{ kind: 'paragraph', text: label }]
    if (label === '' || first.kind !== 'paragraph')
      return label === '' ? [first, ...others] : [{ kind: 'paragraph', text: label }, first, ...others]
    return [{ ...first, text: labelled(label, first.text) }, ...others]
  }

  private table(tag: Tag, depth: number): Block[] {
    const rows = rowsIn(tag, depth)
    const cells = rows.map(({ row, inHead }, down) =>
      row.children.filter(isTag).map((cell, across): Cell => {
        const header =
          cell.role !== 'TH'
            ? null
            : cell.scope === 'Row' || (cell.scope === undefined && !inHead && down > 0 && across === 0)
              ? 'row'
              : 'col'
        return { text: this.text(cell.children, depth), header, across: span(cell.colSpan), down: span(cell.rowSpan) }
      }),
    )
    const caption = tag.children.filter(isTag).filter(({ role }) => role === 'Caption')
    const above = caption.flatMap((child) => this.blocksOf(child, depth + 1))
    return cells.some((row) => row.some(({ text }) => text !== '')) ? [...above, { kind: 'table', rows: cells }] : above
  }

  /** All text of these, in the order of the tags. */
  private text(parts: readonly (Tag | Leaf)[], depth: number): string {
    return textOf(parts.flatMap((part) => this.runsOf(part, depth)))
  }

  private runsOf(part: Tag | Leaf, depth: number): Run[] {
    if (isTag(part)) return depth > DEPTH ? [] : part.children.flatMap((child) => this.runsOf(child, depth + 1))
    // Two elements that name the same text do not make it twice: the page shows it once.
    const runs = (this.marked.get(part.id) ?? []).filter((run) => !this.used.has(run))
    for (const run of runs) this.used.add(run)
    return runs
  }
}

/** Pieces in the order of the file: those of one line by their place in it. */
function textOf(runs: readonly Run[]): string {
  const lines: Run[][] = []
  for (const run of runs) {
    const line = lines.at(-1)
    const first = line?.[0]
    if (line !== undefined && first !== undefined && first.angle === run.angle && inOneLine(first, run)) line.push(run)
    else lines.push([run])
  }
  return joinedLines(lines.map(lineText))
}

const isTag = (part: Tag | Leaf): part is Tag => 'role' in part

const isInline = (tag: Tag, depth: number): boolean =>
  INLINE.has(tag.role) && (depth > DEPTH || tag.children.every((child) => !isTag(child) || isInline(child, depth + 1)))

const langOf = ({ lang }: Tag): { lang?: string } => (lang === undefined ? {} : { lang })

const described = ({ alt }: Tag): Block[] => (alt === undefined || alt.trim() === '' ? [] : [{ kind: 'picture', text: alt }])

const span = (cells: number | undefined): number => Math.min(Math.max(1, cells ?? 1), MOST_SPAN)

function headingLevel(role: string): number | null {
  if (role === 'H' || role === 'Title') return 1
  const level = /^H([1-9])$/.exec(role)?.[1]
  return level === undefined ? null : Number(level)
}

function rowsIn(tag: Tag, depth: number, inHead = false): { row: Tag; inHead: boolean }[] {
  if (depth > DEPTH) return []
  return tag.children.filter(isTag).flatMap((child) => {
    if (child.role === 'TR') return [{ row: child, inHead }]
    return child.role === 'Caption' ? [] : rowsIn(child, depth + 1, child.role === 'THead')
  })
}
