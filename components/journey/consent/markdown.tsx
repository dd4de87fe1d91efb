// Legal texts written in a small Markdown (headings, paragraphs, lists, tables, bold, italics) as React elements: no HTML is ever let through.

import type { ReactNode } from 'react'

type Kind = 'heading' | 'paragraph' | 'bullets' | 'numbers' | 'table'
type Block = { kind: Kind; lines: string[] }

function kindOf(line: string): Kind {
  if (/^#{1,6} /.test(line)) return 'heading'
  if (/^[-*] /.test(line)) return 'bullets'
  if (/^\d+[.)] /.test(line)) return 'numbers'
  return line.startsWith('|') ? 'table' : 'paragraph'
}

export function blocksOf(source: string): readonly Block[] {
  const blocks: Block[] = []
  let open = false
  for (const line of source.split('\n').map((raw) => raw.trim())) {
    if (line === '') {
      open = false
      continue
    }
    const kind = kindOf(line)
    const last = open ? blocks.at(-1) : undefined
    if (last !== undefined && kind === last.kind && kind !== 'heading') last.lines.push(line)
    // A line that belongs to the list item above it.
    else if (last !== undefined && kind === 'paragraph' && (last.kind === 'bullets' || last.kind === 'numbers'))
      last.lines.push(`${last.lines.pop() ?? ''} ${line}`)
    else blocks.push({ kind, lines: [line] })
    open = true
  }
  return blocks
}

export function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((part, at) => {
    if (/^\*\*.+\*\*$/.test(part))
      return (
        <strong key={at} className="font-[620]">
          {part.slice(2, -2)}
        </strong>
      )
    if (/^\*.+\*$/.test(part)) return <em key={at}>{part.slice(1, -1)}</em>
    return part
  })
}

export function Markdown({ source }: { source: string }) {
  return (
    <div className="prose-legal leading-relaxed">
      {blocksOf(source).map((block, at) => (
        <MarkdownBlock key={at} block={block} />
      ))}
    </div>
  )
}

function MarkdownBlock({ block: { kind, lines } }: { block: Block }) {
  const items = () => lines.map((line, at) => <li key={at}>{inline(line.replace(/^([-*]|\d+[.)]) /, ''))}</li>)
  switch (kind) {
    // The title of the dialog is the second level.
    case 'heading':
      return <h3>{inline((lines[0] ?? '').replace(/^#+ /, ''))}</h3>
    case 'bullets':
      return <ul>{items()}</ul>
    case 'numbers':
      return <ol>{items()}</ol>
    case 'table':
      return <Table rows={lines} />
    case 'paragraph':
      return <p>{inline(lines.join(' '))}</p>
  }
}

function Table({ rows }: { rows: readonly string[] }) {
  const [head = '', , ...body] = rows
  const cell = 'border-b border-line py-2 pr-4 text-left align-top'
  return (
    <div className="mb-4 overflow-x-auto" tabIndex={0} role="group">
      <table className="w-full min-w-[26rem] text-[15px]">
        <thead>
          <tr>
            {cellsOf(head).map((text, at) => (
              <th key={at} scope="col" className={`${cell} text-[13px] font-[560] text-soft`}>
                {inline(text)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {cellsOf(row).map((text, column) => (
                <td key={column} className={`${cell} break-words`}>
                  {inline(text)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
