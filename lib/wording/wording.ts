// Words outside of pages: mails, text messages, facts, refusals and reports take theirs from here, in the language of the reader.

import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core'
import { catalogue, type Language, type Messages } from './catalogue'
import { regionOf } from './region'

export type Area = NamespaceKeys<Messages, NestedKeyOf<Messages>>
export type Wording<A extends Area> = ReturnType<typeof translator<A>>

const made = new Map<string, unknown>()

/** The words of one area: `wording('en', 'sms')('phoneCode', { code })`. A wrong key or a missing parameter is an error of types. */
export function wording<A extends Area>(language: Language, area: A): Wording<A> {
  const key = `${language} ${area}`
  const known = (process.env.NODE_ENV === 'development' ? undefined : made.get(key)) as Wording<A> | undefined
  const speaks = known ?? translator(language, area)
  made.set(key, speaks)
  return speaks
}

function translator<A extends Area>(language: Language, area: A) {
  return createTranslator({
    locale: regionOf(language) as Language,
    timeZone: 'UTC',
    messages: catalogue(language),
    namespace: area,
    onError(error) {
      throw error
    },
  })
}

/** The name of a code of an open set, such as a check of another provider. A code without words is shown as it is. */
export function called(language: Language, kind: keyof Messages['called'], code: string): string {
  const say = wording(language, 'called')
  const key = `${kind}.${code}` as Parameters<typeof say>[0]
  return say.has(key) ? say(key) : code.replaceAll(/[_-]/g, ' ')
}

/** `Poland` for `PL`; the code itself where it is no region, such as the country of test documents. */
export function countryName(language: Language, code: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
