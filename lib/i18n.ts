// The language of a page and its texts, for next-intl.

import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import { catalogue, type Language, type Messages } from './wording/catalogue'
import { chooseLanguage, LANGUAGE_COOKIE } from './wording/readers-language'

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: Language
  }
}

export default getRequestConfig(async () => {
  const locale = chooseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value, (await headers()).get('accept-language'))
  return { locale, timeZone: 'UTC', messages: catalogue(locale) }
})
