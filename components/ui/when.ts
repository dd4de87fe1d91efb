'use client'
// Dates and times as the reader knows them: their language, their time zone, and the zone's name wherever a time stands.

import { useLocale } from 'next-intl'
import { regionOf } from '@/lib/wording/region'

export function useWhen() {
  const locale = regionOf(useLocale())
  const format = (options: Intl.DateTimeFormatOptions) => (iso: string) => new Intl.DateTimeFormat(locale, options).format(new Date(iso))
  return {
    day: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    moment: format({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }),
    /** To the second, where it is evidence. */
    instant: format({
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    }),
    time: format({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }),
    /** A calendar date of a document, YYYY-MM-DD: it has no time zone and must not move by one. */
    calendarDate: (date: string) => {
      const parsed = new Date(`${date}T00:00:00Z`)
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(parsed.getTime())) return date
      return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(parsed)
    },
    country: (code: string) => {
      try {
        return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code
      } catch {
        return code
      }
    },
  }
}

/** A masked or full phone number that never breaks across lines. */
export function unbroken(number: string): string {
  return number.replaceAll(' ', '\u00a0')
}
