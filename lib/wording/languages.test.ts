// Every language is complete: its folder has the messages of English, each with the same parameters, and is a language's own, as in print.
// One language alone: vitest run … lib/wording/languages.test.ts -t "^pl"

import { expect, test } from 'vitest'
import { faultsOf, messagesIn, typedFaults } from '../testing/translation'
import { LANGUAGES, wordsIn } from './catalogue'
import type { LegalText } from './legal-text'

const english = wordsIn('en')
const originals = messagesIn(english)

test.each(LANGUAGES)('%s has the messages of English, and no others', (language) => {
  const [own, wanted] = [messagesIn(wordsIn(language)), originals].map((messages) => messages.map(({ key }) => key))
  expect({ missing: wanted?.filter((key) => !own?.includes(key)), unknown: own?.filter((key) => !wanted?.includes(key)) }).toEqual({
    missing: [],
    unknown: [],
  })
})

test.each(LANGUAGES)('%s: parameters, plurals and spaces are right, and nothing is left in English', (language) => {
  const own = new Map(messagesIn(wordsIn(language)).map(({ key, text }) => [key, text]))
  const faults = originals
    .filter(({ key }) => own.has(key) && !/^legal\..*\.(?:version|date)$/.test(key))
    .flatMap(({ key, text }) => faultsOf(language, text, own.get(key) ?? '').map((fault) => `${key} ${fault}`))
  expect(faults).toEqual([])
})

/** Text messages keep to the alphabet of phones (GSM 03.38); legal texts are known by their digests, and change with their version alone. */
const AS_TYPED = /^(?:sms|legal)\./

test.each(LANGUAGES)('%s: quotation marks, apostrophes and dashes are those of print', (language) => {
  const own = messagesIn(wordsIn(language)).filter(({ key }) => !AS_TYPED.test(key))
  expect(own.flatMap(({ key, text }) => typedFaults(text).map((fault) => `${key} ${fault}`))).toEqual([])
})

test.each(LANGUAGES)('%s: legal texts have the version, the date and the parts of the English ones', (language) => {
  expect(shapes(language)).toEqual(shapes('en'))
})

/** Points, headings and rows: a paragraph that was forgotten shows here. */
function shapes(language: string): Record<string, object> {
  return Object.fromEntries(
    Object.entries(wordsIn(language)['legal'] as Record<string, string | LegalText>).map(([id, legal]) => {
      const { text, ...about } = typeof legal === 'string' ? { text: legal } : legal
      const count = (what: RegExp) => text.match(what)?.length ?? 0
      return [id, { ...about, title: count(/^# /gm), headings: count(/^## /gm), points: count(/^- /gm), rows: count(/^\|/gm) }]
    }),
  )
}
