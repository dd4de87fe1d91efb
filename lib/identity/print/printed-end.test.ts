// The end of a document is told from its front when only one legible date lies ahead.
import { expect, it } from 'vitest'
import { printedEnd } from './printed-end'

const NOW = new Date('2026-11-21T12:00:00Z')
const print = (...lines: readonly (readonly [string, number])[]) => lines.map(([text, certainty]) => [{ text, certainty }])

it.each([
  ['one date ahead', print(['22.04.1985', 95], ['15.11.2034', 95]), '2034-11-15'],
  ['the same date in two pictures', print(['15.11.2034', 95], ['15.11.2034', 80]), '2034-11-15'],
  ['two dates ahead', print(['15.11.2034', 95], ['15.11.2031', 95]), null],
  ['a date that is hardly legible', print(['15.11.2034', 20]), null],
  ['dates of the past', print(['22.04.1985', 95], ['15.11.2024', 95]), null],
  ['nothing', [], null],
])('%s', (_, lines, end) => {
  expect(printedEnd(lines, NOW)).toBe(end)
})
