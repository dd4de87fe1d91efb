// Markdown of the documentation as HTML.

import { Marked } from 'marked'

/** For Markdown of our own. Headings can be linked to, and wide tables and code can be scrolled by keyboard too. */
const marked = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>`
    },
    code({ text, lang }) {
      return `<div class="code"><pre tabindex="0" data-language="${lang ?? ''}"><code>${escaped(text)}</code></pre></div>`
    },
    table(token) {
      const row = (cells: readonly string[], tag: 'th' | 'td') => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
      const inline = (cell: (typeof token.header)[number]) => this.parser.parseInline(cell.tokens)
      const body = token.rows.map((cells) => row(cells.map(inline), 'td')).join('')
      return `<div class="table" tabindex="0" role="group"><table><thead>${row(token.header.map(inline), 'th')}</thead><tbody>${body}</tbody></table></div>`
    },
  },
})

export const rendered = (markdown: string): string => marked.parse(markdown, { async: false })

/** One line of Markdown as HTML, without a paragraph around it. */
export const renderedInline = (markdown: string): string => marked.parseInline(markdown, { async: false })

function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
