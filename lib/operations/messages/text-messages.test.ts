// Text messages fit one segment whatever the names are, and end with the line that browsers read codes from.

import { parse } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { literalsOf, messagesIn } from '../../testing/translation'
import { LANGUAGES, wordsIn } from '../../wording/catalogue'
import { shortDay } from '../../wording/time'
import {
  contactReplacedText,
  deviceTakenOverText,
  gsm,
  handoverText,
  holderCodeText,
  phoneCodeText,
  reminderText,
  signingCodeText,
  spaceCodeText,
} from './text-messages'

const language = 'en'
const baseUrl = 'https://sign.example.com:8443'
const GSM_7 = /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/

test('a code for signing names document and requester and fits one message', () => {
  const text = signingCodeText({ language, code: '123456', documents: ['Loan agreement'], requester: 'Example Bank', baseUrl })
  expect(text).toBe(
    '123456 is your code to sign "Loan agreement" (1 document) for Example Bank. Valid 10 minutes. Never share it.\n@sign.example.com #123456',
  )
  const names = ['Zażółć gęślą jaźń', 'Δάνειο', 'Договор', 'x'.repeat(300), 'emoji 🙂 €', '', 'a"b\nc']
  for (const document of names)
    for (const requester of names)
      for (const count of [1, 20]) {
        const longest = signingCodeText({
          language,
          code: '123456',
          documents: Array.from({ length: count }, () => document),
          requester,
          baseUrl,
        })
        expect(longest.length).toBeLessThanOrEqual(160)
        expect(longest).toMatch(GSM_7)
        expect(longest.split('\n').at(-1)).toBe('@sign.example.com #123456')
        expect(longest).toMatch(/^123456 is your code to sign/)
      }
})

test('the other messages fit as well', () => {
  expect(phoneCodeText({ language, code: '123456', requester: 'x'.repeat(200), baseUrl }).length).toBeLessThanOrEqual(160)
  for (const act of ['sign_in', 'pin', 'phone'] as const) {
    const text = spaceCodeText({ language, code: '123456', act, baseUrl })
    expect(text.length).toBeLessThanOrEqual(160)
    expect(text).toMatch(GSM_7)
  }
  const url = `https://sign.example.com/s/${'a'.repeat(43)}`
  expect(handoverText({ language, url, requester: 'Österreichische Beispielbank Aktiengesellschaft' })).toMatch(new RegExp(`${url}$`))
  expect(gsm('Łódź – „Ćma” 10 €')).toBe('Lodz - "Cma" 10')
})

test.each(LANGUAGES)('%s: the fullest wording of each message fits, and loses nothing but accents', (language) => {
  const [requester, title] = ['Example Bank of Leeds', 'Loan agreement']
  const code = { language, code: '123456', requester, baseUrl: 'https://signing.example.com' }
  const url = `https://signing.example.com/s/${'a'.repeat(43)}`
  const until = shortDay(new Date('2026-09-30T12:00:00Z'), language)
  const texts = [
    signingCodeText({ ...code, documents: [title, title] }),
    phoneCodeText(code),
    holderCodeText(code),
    contactReplacedText(code),
    deviceTakenOverText(code),
    ...(['sign_in', 'pin', 'phone'] as const).map((act) => spaceCodeText({ ...code, act })),
    handoverText({ ...code, url }),
    reminderText({ ...code, url, until }),
  ]
  for (const text of texts) expect(text).toMatch(GSM_7)
  expect(texts.filter((text) => text.length > 160)).toEqual([])
  // A message that does not fit is its last line alone.
  expect(texts.filter((text) => !/\p{L}{3}/u.test(text.split('\n')[0] ?? '') || /^(?:@|https:)/.test(text))).toEqual([])
  const [signing = '', phone = '', holder = '', replaced = '', taken = ''] = texts
  for (const text of [phone, holder, replaced, taken]) expect(text).toContain('Example Bank')
  expect(signing).toContain('Loan agreem')
  for (const { key, text } of messagesIn(wordsIn(language)['sms'] as object)) {
    const letters = literalsOf(parse(text)).replaceAll(/\s+/g, '')
    expect([key, Array.from(letters).filter((letter) => gsm(letter) === '')]).toEqual([key, []])
  }
})
