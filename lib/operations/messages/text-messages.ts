// Text messages: one segment of the GSM 7-bit alphabet each (160 characters), so that they arrive whole, fast and everywhere.

import type { Language } from '../../wording/catalogue'
import type { Messages } from '../../wording/catalogue'
import { wording } from '../../wording/wording'

const SEGMENT = 160
/** 3GPP TS 23.038, 6.2.1, without the letters that cost two places and without control characters but the line break. */
const GSM_7 = new Set(
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const TYPOGRAPHY: Record<string, string> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '«': '"',
  '»': '"',
}
const LETTERS: Record<string, string> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'Th', ð: 'd', Ð: 'D' }

type About = { language: Language; requester: string }
type Code = About & { code: string; baseUrl: string }
export type SpaceCodeFor = keyof Messages['sms']['spaceCode']
/** The wordings of one message, the fullest first. Each is given title and name as far as they fit. */
type Wordings = readonly ((part: { title: string; requester: string }) => string)[]

/** The code of an act of signing, naming what is signed, so that a person who was tricked can notice. */
export function signingCodeText({
  language,
  code,
  documents: titles,
  requester,
  baseUrl,
}: Code & { documents: readonly string[] }): string {
  const say = wording(language, 'sms')
  const about = { code, documents: titles.length }
  const [title = ''] = titles
  const short: Wordings = [(part) => say('signingCode.medium', { ...about, ...part }), () => say('signingCode.short', about)]
  const long: Wordings = [(part) => say('signingCode.long', { ...about, ...part }), ...short]
  // Of a title in another alphabet, `gsm` may leave nothing.
  return fitted(gsm(title).length < 3 ? short : long, { language, title, requester }, bound(baseUrl, code))
}

/** Proves that a phone number is the signer's. */
export function phoneCodeText({ language, code, requester, baseUrl }: Code): string {
  const say = wording(language, 'sms')
  const wordings: Wordings = [(part) => say('phoneCode.long', { code, ...part }), () => say('phoneCode.short', { code })]
  return fitted(wordings, { language, requester }, bound(baseUrl, code))
}

/** Proves that the signer holds a certificate of before. */
export function holderCodeText({ language, code, requester, baseUrl }: Code): string {
  const say = wording(language, 'sms')
  const wordings: Wordings = [(part) => say('holderCode.long', { code, ...part }), () => say('holderCode.short', { code })]
  return fitted(wordings, { language, requester }, bound(baseUrl, code))
}

/** For an act in the person's own space, which no requester has asked for. */
export function spaceCodeText({ language, code, act, baseUrl }: Omit<Code, 'requester'> & { act: SpaceCodeFor }): string {
  return fitted([() => wording(language, 'sms')(`spaceCode.${act}`, { code })], { language, requester: '' }, bound(baseUrl, code))
}

/** To the number of before. */
export function contactReplacedText({ language, requester }: About): string {
  const say = wording(language, 'sms')
  return fitted([(part) => say('contactReplaced.long', part), () => say('contactReplaced.short')], { language, requester }, '')
}

export function deviceTakenOverText({ language, requester }: About): string {
  const say = wording(language, 'sms')
  return fitted([(part) => say('deviceTakenOver.long', part), () => say('deviceTakenOver.short')], { language, requester }, '')
}

/** The link that continues a journey on the phone. Links are never shortened: the address is what makes it trustworthy. */
export function handoverText({ language, url, requester }: About & { url: string }): string {
  const say = wording(language, 'sms')
  return fitted(
    [(part) => say('handover.long', part), () => say('handover.medium'), () => say('handover.short')],
    { language, requester },
    url,
  )
}

/** The signer's personal link, once more. `until`: the day in words. What the requester adds in their own words goes by mail, where there is room for it. */
export function reminderText({ language, url, requester, until }: About & { url: string; until: string }): string {
  const say = wording(language, 'sms')
  const wordings: Wordings = [
    (part) => say('reminder.long', { day: until, ...part }),
    (part) => say('reminder.medium', { day: until, ...part }),
    () => say('reminder.short'),
  ]
  return fitted(wordings, { language, requester }, url)
}

/** Origin-bound one-time codes: the browser fills the code in only on this host. */
function bound(baseUrl: string, code: string): string {
  return `@${new URL(baseUrl).hostname} #${code}`
}

/** The first wording that fits with the last line; long titles and names are cut before a poorer wording is taken. */
function fitted(wordings: Wordings, { language, title = '', requester }: About & { title?: string }, lastLine: string): string {
  const room = SEGMENT - lastLine.length - 1
  const plainTitle = gsm(title)
  const plainName = gsm(requester)
  const name = plainName === '' ? wording(language, 'sms')('requester') : plainName
  for (const reads of wordings) {
    for (const [longestTitle, longestName] of [
      [60, 40],
      [40, 30],
      [25, 30],
      [14, 20],
    ] as const) {
      // The words of a language may have letters that the alphabet lacks: they lose their accents rather than cost a second message.
      const message = gsm(reads({ title: cut(plainTitle, longestTitle), requester: cut(name, longestName) }))
      if (message.length <= room) return lastLine === '' ? message : `${message}\n${lastLine}`
    }
  }
  return lastLine
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3).trimEnd()}...`
}

/** Accents that the alphabet lacks are dropped, other scripts left out. */
export function gsm(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (GSM_7.has(character)) return character === '\n' ? ' ' : character
    const replacement = TYPOGRAPHY[character] ?? LETTERS[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '')
    return Array.from(replacement).every((letter) => GSM_7.has(letter)) ? replacement : ''
  })
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}
