// Headings of the page of a document, whatever levels its file has; and which languages a screen reader is told of.

import { expect, it } from 'vitest'
import type { PageText } from './layout/block'
import { outliner } from './outline'
import { languageOf } from './use-text'

const page = (number: number, ...levels: readonly number[]): PageText => ({
  number,
  state: 'text',
  blocks: levels.map((level) => ({ kind: 'heading', level, text: 'x' })),
  unseen: [],
  beside: null,
})

it.each([
  ['none is left out', [[1, 3, 3, 6]], [[2, 3, 3, 4]]],
  ['they go on from page to page', [[1, 2], [2, 3], [1]], [[2, 3], [3, 4], [2]]],
  ['the first is below the title of the place', [[4, 1, 2]], [[2, 2, 3]]],
  ['there are six at most', [[1, 2, 3, 4, 5, 6, 7]], [[2, 3, 4, 5, 6, 6, 6]]],
])('of levels %s', (_, said, shown) => {
  const outlined = outliner()
  const levels = said.map((each, at) => outlined(page(at + 1, ...each)).blocks.map((block) => (block.kind === 'heading' ? block.level : 0)))
  expect(levels).toEqual(shown)
})

it.each([
  ['pl', 'pl'],
  ['de-at', 'de-AT'],
  ['zh-Hant-TW', 'zh-Hant-TW'],
  ['', undefined],
  ['polski jezyk', undefined],
  ['" onmouseover="', undefined],
  [null, undefined],
])('the language %s of a file is told as %s', (said, told) => expect(languageOf(said)).toBe(told))
