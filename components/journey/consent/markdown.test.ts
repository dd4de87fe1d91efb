// The Markdown of legal texts: what they use is drawn, and what a requester writes into them stays text.

import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Markdown } from './markdown'

const drawn = (source: string): string =>
  renderToStaticMarkup(createElement(Markdown, { source }))
    .replaceAll(/ (?:class|tabindex|role|scope)="[^"]*"/g, '')
    .replace(/^<div>(.*)<\/div>$/s, '$1')

it('draws headings, paragraphs, lists, tables, bold and italics', () => {
  const source = '## 1. Who\n\nWe **are**\n*here*.\n\n- one\n  goes on\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. first'
  expect(drawn(source)).toBe(
    '<h3>1. Who</h3><p>We <strong>are</strong>\n<em>here</em>.</p><ul><li>one\ngoes on</li><li>two</li></ul>' +
      '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div><ol><li>first</li></ol>',
  )
})

it('keeps an escaped bar inside its cell', () => {
  expect(drawn('| a | b |\n|---|---|\n| Loan \\| annex | 3 |')).toContain('<td>Loan | annex</td><td>3</td>')
})

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[Bank](https://evil.example)',
  '[Bank](javascript:alert(1))',
  '![](https://evil.example/pixel.png)',
  '<https://evil.example>',
  'https://evil.example',
  'anna@evil.example',
  '[Bank][1]\n\n[1]: https://evil.example',
  '`code` and ~~nothing~~ and C:\\_temp\\*',
  '&lt;b&gt; &amp; &#60;',
  '> quoted',
  '    indented',
  '```\nfenced\n```',
])('leaves %s the characters that it is', (hostile) => {
  const markup = drawn(`${hostile} asked for my signature.`)
  expect(markup.replaceAll(/<\/?(?:p|li|ul)>/g, '')).not.toMatch(/<\w/)
  const shown = markup
    .replaceAll('</p><p>', '\n\n')
    .replaceAll(/<\/?p>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
  expect(shown).toBe(`${hostile} asked for my signature.`)
})

it('lets no title of a document leave its cell', () => {
  const markup = drawn('| Document | Pages |\n|---|---|\n| <b>Loan</b> [x](https://evil.example) \\| 9 | 3 |')
  expect(markup).toContain('<td>&lt;b&gt;Loan&lt;/b&gt; [x](https://evil.example) | 9</td><td>3</td>')
})
