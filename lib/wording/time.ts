// Times in words, for mails and text messages: in the reader's language, as their region writes it, and with the name of the zone.

import { DEFAULT_LANGUAGE } from './catalogue'
import { languageIfKnown } from './readers-language'
import { regionOf } from './region'

/** `3 December 2026 at 23:59 UTC` as the reader's region writes it; in British English where we do not have their language. */
export function moment(date: Date, tag: string, zone = 'UTC'): string {
  const region = spoken(tag)
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short', timeZone: zone }
  return `${new Intl.DateTimeFormat(region, options).format(date)} ${zoneName(date, region, zone)}`
}

/** `3 December 2026` for `2026-12-03`, a day of the calendar: no zone moves it. */
export function longDay(iso: string, tag: string): string {
  const day = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(day.getTime()) ? iso : new Intl.DateTimeFormat(spoken(tag), { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}

/** `3 Dec 2026`, in the same way: for text messages, which are short. */
export function shortDay(date: Date, tag: string, zone = 'UTC'): string {
  return new Intl.DateTimeFormat(spoken(tag), { dateStyle: 'medium', timeZone: zone }).format(date)
}

const spoken = (tag: string): string => regionOf(languageIfKnown(tag) === null ? DEFAULT_LANGUAGE : tag)

function zoneName(date: Date, region: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(region, { timeZone, timeZoneName: 'short', hour: 'numeric' }).formatToParts(date)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

type WithZones = Intl.Locale & { getTimeZones?(): string[] | undefined; timeZones?: string[] }

/** Where most people of a country live whose parts keep different times. The name of the zone stands beside each time. */
const MOST_PEOPLE: Readonly<Record<string, string>> = {
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CL: 'America/Santiago',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  MX: 'America/Mexico_City',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  US: 'America/New_York',
}

/**
 * The time zone of a country, so that a mail tells the time that the pages tell there; UTC where its parts keep different times then and the
 * country is not in the table, or where no country is known.
 */
export function zoneOf(country: string | null, at: Date): string {
  if (country === null || !/^[A-Z]{2}$/.test(country)) return 'UTC'
  const most = MOST_PEOPLE[country]
  if (most !== undefined) return most
  const region: WithZones = new Intl.Locale('und', { region: country })
  const zones = region.getTimeZones?.() ?? region.timeZones ?? []
  const clock = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  const [first = 'UTC', ...others] = zones
  return others.every((zone) => clock(zone) === clock(first)) ? first : 'UTC'
}
