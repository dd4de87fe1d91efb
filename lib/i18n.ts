// Which language a page speaks, by cookie, then by the browser's wish, English otherwise; and which texts its client components get.

import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import { catalogue, DEFAULT_LANGUAGE, LANGUAGES, type Language, type Messages } from './wording/catalogue'

const LANGUAGE_COOKIE = 'language'

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: Language
  }
}

function isLanguage(tag: string | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag)
}

/** `accept` is an Accept-Language header (RFC 9110 12.5.4): the first language we speak, by the reader's own order. */
export function chooseLanguage(chosen: string | undefined, accept: string | null): Language {
  const wishes = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().slice(0, 2).toLowerCase())
  return [chosen, ...wishes].find(isLanguage) ?? DEFAULT_LANGUAGE
}

/** Of whoever looks at the page that is made, or that asks. */
export async function readersLanguage(): Promise<Language> {
  return chooseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value, (await headers()).get('accept-language'))
}

export default getRequestConfig(async () => {
  const locale = await readersLanguage()
  return { locale, timeZone: 'UTC', messages: catalogue(locale) }
})
