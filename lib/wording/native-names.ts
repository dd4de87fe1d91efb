// The names of the languages as their speakers call them.

import { LANGUAGES, type Language } from './catalogue'

export const NATIVE_NAMES = LANGUAGES.map((language) => ({ language, name: nativeName(language) }))

/** `Español`: at the beginning of a line, where dictionaries write it small. */
function nativeName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  const [first = '', ...rest] = name
  return first.toLocaleUpperCase(language) + rest.join('')
}
