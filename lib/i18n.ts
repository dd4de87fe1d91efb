// Which language a page speaks and where its texts come from: cookie first, then the browser's wish, English otherwise.

import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import type english from '../messages/en.json'

export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

const LANGUAGE_COOKIE = 'language'

declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof english
    Locale: Language
  }
}

function isLanguage(tag: string | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag)
}

/** `accept` is an Accept-Language header (RFC 9110 12.5.4): the first language we speak, by the reader's own order. */
export function chooseLanguage(chosen: string | undefined, accept: string | null): Language {
  const wishes = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().slice(0, 2).toLowerCase())
  return [chosen, ...wishes].find(isLanguage) ?? 'en'
}

// English is complete; a text that a translation lacks is shown in English rather than as its key.
export default getRequestConfig(async () => {
  const locale = chooseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value, (await headers()).get('accept-language'))
  const texts = (await import(`../messages/${locale}.json`)) as { default: typeof english }
  return { locale, timeZone: 'UTC', messages: texts.default }
})
