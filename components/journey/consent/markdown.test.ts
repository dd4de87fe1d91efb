// The small Markdown of legal texts: blocks and table cells as the texts use them.

import { expect, it } from 'vitest'
import { blocksOf, cellsOf } from './markdown'

it('tells headings, paragraphs, lists and tables apart', () => {
  const source = '## 1. Who\n\nWe are\nhere.\n\n- one\n  goes on\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. first'
  expect(blocksOf(source)).toEqual([
    { kind: 'heading', lines: ['## 1. Who'] },
    { kind: 'paragraph', lines: ['We are', 'here.'] },
    { kind: 'bullets', lines: ['- one goes on', '- two'] },
    { kind: 'table', lines: ['| a | b |', '|---|---|', '| 1 | 2 |'] },
    { kind: 'numbers', lines: ['1. first'] },
  ])
})

it('keeps an escaped bar inside its cell', () => expect(cellsOf('| Loan \\| annex | 3 |')).toEqual(['Loan | annex', '3']))
