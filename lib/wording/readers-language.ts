// Which language a page is shown in: the one of the cookie, else the browser's first that we have, else English.

import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './catalogue'

export const LANGUAGE_COOKIE = 'language'

/** `accept` is an Accept-Language header (RFC 9110 12.5.4): of the languages in it, the first that we have counts. */
export function chooseLanguage(chosen: string | undefined, accept: string | null): Language {
  const wishes = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().slice(0, 2).toLowerCase())
  return [chosen, ...wishes].find(isLanguage) ?? DEFAULT_LANGUAGE
}

/** The language of the client that sends this request. */
export function readersLanguage({ headers }: Request): Language {
  const chosen = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=([a-z]+)`).exec(headers.get('cookie') ?? '')?.[1]
  return chooseLanguage(chosen, headers.get('accept-language'))
}

function isLanguage(tag: string | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag)
}
