// Every language is complete: its folder has the keys of English, each with the same parameters, and every message can be read.

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { catalogue, LANGUAGES } from './catalogue'

test.each(LANGUAGES)('%s has the keys and the parameters of English', (language) => {
  expect(messagesOf(catalogue(language))).toEqual(messagesOf(catalogue('en')))
})

/** The full key of each message, such as `legal.terms-of-use.title`, with the parameters that it takes. */
function messagesOf(words: object, path: readonly string[] = []): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
      const at = [...path, key]
      if (typeof value === 'object' && value !== null) return Object.entries(messagesOf(value, at))
      return [[at.join('.'), [...new Set(parametersOf(parse(String(value))))].sort()]]
    }),
  )
}

function parametersOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return []
      case TYPE.select:
      case TYPE.plural:
        return [element.value, ...Object.values(element.options).flatMap(({ value }) => parametersOf(value))]
      case TYPE.tag:
        return [element.value, ...parametersOf(element.children)]
      default:
        return [element.value]
    }
  })
}
