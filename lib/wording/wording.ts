// Words outside of pages: mails, text messages, facts, refusals and reports take theirs from here, in the language of the reader.

import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core'
import { catalogue, DEFAULT_LANGUAGE, DEFAULT_REGION, LANGUAGES, type Language, type Messages } from './catalogue'

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
    locale: language,
    timeZone: 'UTC',
    messages: catalogue(language),
    namespace: area,
    onError(error) {
      throw error
    },
  })
}

/** The language of a tag such as `de-AT` (RFC 5646); English where we do not have it. */
export function languageOf(tag: string): Language {
  return LANGUAGES.find((language) => language === tag.split('-')[0]?.toLowerCase()) ?? DEFAULT_LANGUAGE
}

/** `3 December 2026 at 23:59 UTC` as the reader's region writes it; in British English where we do not have their language. */
export function moment(date: Date, tag: string, zone = 'UTC'): string {
  const spoken = LANGUAGES.some((language) => language === tag.split('-')[0]?.toLowerCase())
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short', timeZone: zone }
  const region = spoken ? tag : DEFAULT_REGION
  return `${new Intl.DateTimeFormat(region, options).format(date)} ${zoneName(date, region, zone)}`
}

function zoneName(date: Date, region: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(region, { timeZone, timeZoneName: 'short', hour: 'numeric' }).formatToParts(date)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

type WithZones = Intl.Locale & { getTimeZones?(): string[] | undefined; timeZones?: string[] }

/**
 * The time zone of a country, so that a mail tells the time that the pages tell there; UTC where its parts keep different times then, or where
 * no country is known.
 */
export function zoneOf(country: string | null, at: Date): string {
  if (country === null || !/^[A-Z]{2}$/.test(country)) return 'UTC'
  const region: WithZones = new Intl.Locale('und', { region: country })
  const zones = region.getTimeZones?.() ?? region.timeZones ?? []
  const clock = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  const [first = 'UTC', ...others] = zones
  return others.every((zone) => clock(zone) === clock(first)) ? first : 'UTC'
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
