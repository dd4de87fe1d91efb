// The guides: Markdown beside this file, rendered with this installation's own address in the examples.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Marked } from 'marked'

export type Guide = { slug: string; title: string; summary: string }

export const GUIDES: readonly Guide[] = [
  { slug: 'first-signature', title: 'A first signature', summary: 'Upload, request, sign in the sandbox, download: in five commands.' },
  { slug: 'sandbox', title: 'The sandbox', summary: 'Every outcome on purpose: magic addresses, document numbers, scripts and a clock.' },
  {
    slug: 'qualified-signatures',
    title: 'Rules of qualified signatures',
    summary: 'What a QES asks of a request, and which refusal says so.',
  },
  { slug: 'webhooks', title: 'Webhooks', summary: 'Receive events, verify them, and get back what was missed.' },
  { slug: 'limits', title: 'Limits and idempotency', summary: 'Quotas, sizes, retries and repetition without harm.' },
]

/** The text itself, in Markdown. `site` is the origin of this installation. */
export async function guideText(slug: string, site: string): Promise<string> {
  const file = path.join(process.cwd(), 'app/docs/guides', `${slug}.md`)
  return (await readFile(/* turbopackIgnore: true */ file, 'utf8')).replaceAll('{{site}}', site)
}

/** Markdown of our own as HTML; headings can be linked to, and wide tables and code scroll by keyboard too. */
export function rendered(markdown: string): string {
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
  return marked.parse(markdown, { async: false })
}

function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
