// Whatever a language writes in a report can be drawn: its letters are in both faces.

import { readFileSync } from 'node:fs'
import fontkit from '@cantoo/fontkit'
import { expect, test } from 'vitest'
import { LANGUAGES, wordsIn } from '../../wording/catalogue'
import { messagesIn } from '../../testing/translation'

const FACES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((face) => {
  const font = fontkit.create(readFileSync(`node_modules/@expo-google-fonts/inter/${face}`))
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${face} is a collection`)
  return font
})
/** Of the languages that the product is made for, whether their folders are there or not. */
const ALPHABETS = 'äöüßÄÖÜ àâæçéèêëîïôœùûüÿ áíñóú¿¡ àèéìíîòóùú ąćęłńóśźżĄĆĘŁŃÓŚŹŻ ëïéèĳ “”„‚‘’«»‹›…–—·•\u00a0\u202f'

const drawn = (text: string): string[] =>
  [...new Set(text.normalize('NFC'))].filter((letter) => !/[\p{Cc}\s]/u.test(letter) || letter === ' ')
const missing = (text: string): string[] =>
  drawn(text).filter((letter) => FACES.some((face) => !face.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)))

test('the letters of all alphabets are there', () => {
  expect(missing(ALPHABETS)).toEqual([])
})

test.each(LANGUAGES)('all that %s writes is there', (language) => {
  expect(
    missing(
      messagesIn(wordsIn(language))
        .map(({ text }) => text)
        .join(''),
    ),
  ).toEqual([])
})
