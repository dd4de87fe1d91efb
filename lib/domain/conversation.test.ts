// What may be a message: counted as people count, and without what hides or reorders.

import { expect, it } from 'vitest'
import { countCharacters, isOpen, MESSAGE_CHARACTERS, messageOf } from './conversation'

const FAMILY = '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}'

it.each([
  ['letters', 'a'],
  ['a letter with its accent apart', 'e\u0301'],
  ['a picture of several', FAMILY],
  ['a flag', '\u{1F1F5}\u{1F1F1}'],
])('counts %s as people do: 2,000 are a message, one more is not', (_, one) => {
  expect(countCharacters(one.repeat(10))).toBe(10)
  expect(messageOf(one.repeat(MESSAGE_CHARACTERS))).toEqual({ text: one.repeat(MESSAGE_CHARACTERS).normalize('NFC') })
  expect(messageOf(one.repeat(MESSAGE_CHARACTERS + 1))).toEqual({ wrong: 'long' })
})

it('is kept composed, with one kind of line end, and without space around it', () => {
  expect(messageOf('  Zo\u0308e\r\nasks:\rwhy?\n\n ')).toEqual({ text: 'Z\u00f6e\nasks:\nwhy?' })
})

it.each(['', '   ', '\n\t\n'])('is not empty: %j', (typed) => expect(messageOf(typed)).toEqual({ wrong: 'empty' }))

it.each([
  ['NUL', 'a\0b'],
  ['a bell', 'a\u0007b'],
  ['an override of direction', 'a\u202eb'],
  ['an invisible sign', 'a\u2060b'],
  ['half a character', 'a\ud800b'],
  ['marks heaped on a letter', `a${'\u0301\u0316'.repeat(10)}`],
])('holds no %s', (_, typed) => expect(messageOf(typed)).toEqual({ wrong: 'signs' }))

it('is refused by its length before anything reads it', () => {
  expect(messageOf(`a${'\u0301'.repeat(100_000)}`)).toEqual({ wrong: 'long' })
})

it('is taken until the signer has authorised their signature', () => {
  expect([isOpen({}), isOpen({ authorised: 'act_1' } as never), isOpen({ signedAt: '2026-11-20T10:00:00.000Z' })]).toEqual([
    true,
    false,
    false,
  ])
})
