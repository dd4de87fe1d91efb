// Blocks of a document's text as elements of the page: what the file says is text in them, and never markup.

import type { ReactNode } from 'react'
import type { Block, Cell } from './layout/block'

export type BlockWords = {
  table: string
  described(words: string): string
}

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'] as const
const SIZES = ['text-heading', 'text-title', 'text-lead', 'text-base', 'text-base'] as const

export function Blocks({ blocks, words }: { blocks: readonly Block[]; words: BlockWords }) {
  return blocks.map((block, at) => <OneBlock key={at} block={block} words={words} />)
}

function OneBlock({ block, words }: { block: Block; words: BlockWords }): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const at = Math.min(Math.max(0, block.level - 2), HEADINGS.length - 1)
      const Heading = HEADINGS[at] ?? 'h6'
      return (
        <Heading dir="auto" lang={block.lang} className={`mt-6 mb-2 leading-snug font-semibold break-words ${SIZES[at]}`}>
          {block.text}
        </Heading>
      )
    }
    case 'paragraph':
      return (
        <p dir="auto" lang={block.lang} className="my-3 leading-relaxed break-words">
          {block.text}
        </p>
      )
    case 'list':
      return (
        // Its labels are those of the document; without marks of their own, Safari takes a list for none unless it is called one.
        <ul role="list" className="my-3 list-none space-y-2 ps-4 [&_p]:my-1">
          {block.items.map((item, at) => (
            <li key={at}>
              <Blocks blocks={item} words={words} />
            </li>
          ))}
        </ul>
      )
    case 'table':
      return <Table rows={block.rows} label={words.table} />
    case 'picture':
      return <p className="my-3 border-s-2 border-edge ps-3 text-body text-soft">{words.described(block.text)}</p>
  }
}

/** A wide one scrolls by itself, so it can take the focus. Its columns begin where its language does: so its cells have no direction of their own. */
function Table({ rows, label }: { rows: readonly (readonly Cell[])[]; label: string }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="my-4 overflow-x-auto">
      <table dir="auto" className="w-full border-collapse text-start text-body">
        <tbody>
          {rows.map((row, down) => (
            <tr key={down} className="border-y border-line align-top">
              {row.map((cell, across) => (
                <TableCell key={across} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TableCell({ cell }: { cell: Cell }) {
  const look = {
    colSpan: cell.across,
    rowSpan: cell.down,
    className: 'px-2 py-1.5 text-start break-words first:ps-0',
  } as const
  if (cell.header === null) return <td {...look}>{cell.text}</td>
  return (
    <th {...look} scope={cell.header} className={`${look.className} font-semibold`}>
      {cell.text}
    </th>
  )
}
