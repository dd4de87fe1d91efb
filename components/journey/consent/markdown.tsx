// Legal texts as React elements: of Markdown only headings, paragraphs, lists, tables, bold and italics. The names and titles that a
// requester gives stand in these texts: links, pictures, code and HTML stay the characters that they are.

import { Marked, type MarkedExtension, type Token, type Tokens } from 'marked'
import type { ReactNode } from 'react'

const asText = (): undefined => undefined
/** Markdown that is shown as plain text. */
const NOT_READ = {
  ...{ html: asText, def: asText, fences: asText, code: asText, blockquote: asText, hr: asText, lheading: asText },
  ...{
    tag: asText,
    link: asText,
    reflink: asText,
    autolink: asText,
    url: asText,
    codespan: asText,
    del: asText,
    br: asText,
    escape: asText,
  },
} satisfies MarkedExtension['tokenizer']
const reader = new Marked({ tokenizer: NOT_READ })

export function Markdown({ source }: { source: string }) {
  return <div className="prose-legal leading-relaxed">{reader.lexer(source).map(elementOf)}</div>
}

function elementOf(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'space':
      return null
    case 'heading':
      // The dialog's title is a heading of the second level.
      return <h3 key={key}>{inside(token)}</h3>
    case 'paragraph':
      return <p key={key}>{inside(token)}</p>
    case 'list': {
      const { ordered, items } = token as Tokens.List
      const List = ordered ? 'ol' : 'ul'
      return (
        <List key={key}>
          {items.map((item, at) => (
            <li key={at}>{inside(item)}</li>
          ))}
        </List>
      )
    }
    case 'table':
      return <Table key={key} table={token as Tokens.Table} />
    case 'strong':
      return (
        <strong key={key} className="font-semibold">
          {inside(token)}
        </strong>
      )
    case 'em':
      return <em key={key}>{inside(token)}</em>
    case 'text':
      // Not `text`, in which character references (&#60;) are already decoded.
      return 'tokens' in token ? inside(token) : token.raw
    default:
      return token.raw
  }
}

function inside({ tokens = [] }: { tokens?: Token[] }): ReactNode {
  return tokens.map(elementOf)
}

function Table({ table: { header, rows } }: { table: Tokens.Table }) {
  const cell = 'border-b border-line py-2 pr-4 text-left align-top'
  return (
    <div className="mb-4 overflow-x-auto" tabIndex={0} role="group">
      <table className="w-full min-w-[26rem] text-body">
        <thead>
          <tr>
            {header.map((title, at) => (
              <th key={at} scope="col" className={`${cell} text-small font-medium text-soft`}>
                {inside(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((value, column) => (
                <td key={column} className={`${cell} break-words`}>
                  {inside(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
