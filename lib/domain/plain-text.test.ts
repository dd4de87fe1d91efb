// Texts from outside: real names and reasons pass, characters that hide or reorder do not.

import { expect, test } from 'vitest'
import { isPlainLine, isPlainText, isStorable, lineOf, plainLine } from './plain-text'

test('names of all alphabets are plain lines', () => {
  for (const name of [
    'Łukasz Żółć',
    'Ελένη Παπαδοπούλου',
    'Anne-Marie O’Neill',
    'Ngọc Ánh',
    '山田 太郎',
    'Contract 2026/27 (final), 50 %',
    'می\u200cخواهم',
    '👨\u200d👩\u200d👧 🇵🇱 ❤️',
  ])
    expect(isPlainLine(name), name).toBe(true)
})

test('what hides, reorders or breaks is not', () => {
  for (const text of [
    'a\0b',
    'a\nBcc: x@example.com',
    'annual\u202efdp.exe',
    'An\u200bna',
    '\ufeffAnna',
    'a\u2028b',
    '\ud800',
    '\ue000',
    'soft\u00adhyphen',
  ]) {
    expect(isPlainLine(text), JSON.stringify(text)).toBe(false)
    expect(isPlainLine(plainLine(text)), JSON.stringify(text)).toBe(true)
  }
})

test.each<[typed: string, line: string | undefined]>([
  [' Example Bank ', 'Example Bank'],
  ['Marks & Spencer "Ltd"', 'Marks & Spencer "Ltd"'],
  ['Zo\u0301łc', 'Zółc'],
  ['', undefined],
  [' \u00a0 ', undefined],
  ['x'.repeat(31), undefined],
  ['Example\nBank', undefined],
  ['Example\u202eknaB', undefined],
  ['Example\u001b[2J', undefined],
])('%j is the line %j', (typed, line) => expect(lineOf(typed, 30)).toBe(line))

test('a reason may have lines, but no NUL', () => {
  expect(isPlainText('One.\r\nTwo.\n\tThree.')).toBe(true)
  expect(isPlainText('One.\0')).toBe(false)
})

test('a JSON value is storable when all of its texts are', () => {
  expect(isStorable({ a: ['😀', { b: null, c: 1, d: '\u0001' }] })).toBe(true)
  expect(isStorable({ a: [{ b: 'x\0' }] })).toBe(false)
  expect(isStorable({ '\0': 1 })).toBe(false)
  expect(isStorable({ a: '\udc00' })).toBe(false)
})
