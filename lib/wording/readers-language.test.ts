// What was chosen wins, then the language in which somebody is addressed, then the browser's; a tag counts by its language alone.

import { expect, test } from 'vitest'
import { addressedAs, CHOSEN, languageOf, nearest, wishesOf } from './readers-language'

const KNOWN = ['de', 'en', 'fr', 'pl']

test.each([
  ['de-AT', 'de'],
  ['pl-PL', 'pl'],
  ['FR', 'fr'],
  ['pt-BR', 'en'],
  ['zh', 'en'],
  ['zh-Hans-CN', 'en'],
  ['deu', 'en'],
  ['', 'en'],
])('%s is addressed in %s', (tag, language) => {
  expect(nearest([tag], KNOWN) ?? 'en').toBe(language)
})

const headers = (accept: string, cookies: Record<string, string> = {}) =>
  new Headers({
    'accept-language': accept,
    cookie: Object.entries(cookies)
      .map((pair) => pair.join('='))
      .join('; '),
  })

test.each([
  ['the browser', '/verify', headers('fr-CH, de;q=0.7'), 'fr'],
  ['the heavier wish', '/verify', headers('de;q=0.3, fr;q=0.9, en;q=0'), 'fr'],
  ['the first that we have', '/verify', headers('zh-CN, pt;q=0.9, pl;q=0.1'), 'pl'],
  ['none that we have', '/verify', headers('zh-CN'), 'en'],
  ['nobody’s wish', '/verify', headers(''), 'en'],
  ['how this signer is addressed', '/sign/sgn_1', headers('fr', { [addressedAs('sgn_1')]: 'pl' }), 'pl'],
  ['not how another one is', '/sign/sgn_2', headers('fr', { [addressedAs('sgn_1')]: 'pl' }), 'fr'],
  ['how the person of the space is addressed', '/space/account', headers('fr', { [addressedAs('space')]: 'de' }), 'de'],
  ['the choice', '/sign/sgn_1', headers('fr', { [addressedAs('sgn_1')]: 'pl', [CHOSEN]: 'de' }), 'de'],
  ['no choice of a language that we have not', '/sign/sgn_1', headers('fr', { [CHOSEN]: 'xx' }), 'fr'],
  ['English at the console', '/console/requests', headers('fr', { [CHOSEN]: 'de' }), 'en'],
  ['English in the documentation', '/docs', headers('fr'), 'en'],
])('a page follows %s', (_, path, sent, language) => {
  expect(nearest(wishesOf(path, sent), KNOWN) ?? 'en').toBe(language)
})

test('calls of a page follow what its page follows', () => {
  const sent = headers('fr', { [addressedAs('sgn_1')]: 'pl' })
  expect(nearest(wishesOf('/api/journey/sgn_1/acts', sent), KNOWN)).toBe('pl')
  expect(nearest(wishesOf('/api/space/acts', sent), KNOWN)).toBe('fr')
  expect(nearest(wishesOf('/s/token', headers('fr'), 'de'), KNOWN)).toBe('de')
})

test('a language that we have not is English', () => {
  expect(languageOf('zh-Hans-CN')).toBe('en')
})
