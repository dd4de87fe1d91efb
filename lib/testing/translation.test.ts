// Each kind of fault of a translation is found, and what languages may do differently is not one.

import { expect, test } from 'vitest'
import { faultsOf } from './translation'

test.each([
  ['a lost parameter', 'Hello {name}', 'Dzień dobry', 'lacks {name}'],
  ['an invented one', 'Hello {name}', 'Dzień dobry {imię}', 'lacks {name}'],
  [
    'a plural of two forms',
    '{n, plural, one {# page} other {# pages}}',
    '{n, plural, one {# strona} other {# strony}}',
    '{n} lacks the plural "many"',
  ],
  [
    'a select with a lost case',
    '{w, select, yes {a b} other {c}}',
    '{w, select, other {c}}',
    '{w} is a select of other, in English a select of other, yes',
  ],
  ['a text that became a number', '{n} pages', '{n, number} stron', '{n} is a number, in English a text'],
  ['a broken brace', 'Hello {name}', 'Dzień dobry {name', 'cannot be read: EXPECT_ARGUMENT_CLOSING_BRACE'],
  ['a lost tag', 'Read <b>this</b>', 'Proszę to przeczytać', 'lacks {<b>}'],
  ['a straight apostrophe', 'Of {name}', "l'{name}", 'lacks {name}'],
  ['an English sentence', 'Read this first', 'Read this first', 'is the English sentence'],
  ['an end without its space', 'Sum: ', 'Suma:', 'begins or ends with other spaces than English'],
  ['nothing', 'Read', '', 'is empty'],
])('finds %s', (_, english, polish, fault) => {
  expect(faultsOf('pl', english, polish)[0]).toBe(fault)
})

test.each([
  ['pl', '{n, plural, one {# page} other {# pages}}', '{n, plural, one {# strona} few {# strony} many {# stron} other {# strony}}'],
  ['pl', 'Page {n, number} of {all, number}', 'Strona {n, number} z {all, plural, one {#} few {#} many {#} other {#}}'],
  ['fr', '{n, plural, =1 {one page} other {# pages}}', '{n, plural, one {# page} other {# pages}}'],
  ['de', '{n, plural, one {page} other {pages}}', '{n, plural, =1 {Seite} other {Seiten}}'],
  ['de', 'PIN', 'PIN'],
  ['de', 'Status', 'Status'],
])('%s may say %s as %s', (language, english, text) => {
  expect(faultsOf(language, english, text)).toEqual([])
})
