// The language of a page and its texts, for next-intl.

import { getRequestConfig } from 'next-intl/server'
import { headers } from 'next/headers'
import { contextFor } from './context'
import { languageOfLink } from './operations/access/language-of-link'
import { catalogue, type Language, type Messages } from './wording/catalogue'
import { languageOfPage } from './wording/readers-language'

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: Language
  }
}

/** `path` is set by proxy.ts, which stands before every page. */
export default getRequestConfig(async () => {
  const sent = await headers()
  const path = sent.get('x-page') ?? '/'
  const link = /^\/s\/([^/]+)$/.exec(path)?.[1]
  const addressed = link === undefined ? null : await languageOfLink(await contextFor(), link)
  const locale = languageOfPage(path, sent, addressed)
  return { locale, timeZone: 'UTC', messages: catalogue(locale) }
})
