// The language of the tests is a whole language: a message of it has whatever its English has, and is two fifths longer.

import { expect, test } from 'vitest'
import { wordsIn } from '../wording/catalogue'
import { pseudo, PSEUDO } from './pseudo-language'
import { faultsOf, messagesIn } from './translation'

const messages = messagesIn(wordsIn('en')).filter(({ key }) => !/^legal\..*\.(?:version|date)$/.test(key))

test('every message keeps its parameters, and none stays as it is', () => {
  const faults = messages.flatMap(({ key, text }) =>
    faultsOf(PSEUDO, text, pseudo(text).replaceAll("'", '’')).map((fault) => `${key} ${fault}`),
  )
  expect(faults).toEqual([])
})

test('it is longer, in other letters', () => {
  expect(pseudo('Continue to {name}')).toBe('Čöñťíñüéööö ťöö {name}')
  const length = (texts: readonly string[]) => texts.join('').length
  const ratio = length(messages.map(({ text }) => pseudo(text))) / length(messages.map(({ text }) => text))
  expect(ratio).toBeGreaterThan(1.25)
})
