// Times in words: as the reader's region writes them, in the zone of their country, whose name stands beside.

import { expect, test } from 'vitest'
import { longDay, moment, shortDay, zoneOf } from './time'

const SUMMER = new Date('2026-07-01T12:00:00Z')

test.each([
  ['PL', 'Europe/Warsaw'],
  ['DE', 'Europe/Berlin'],
  ['ES', 'Europe/Madrid'],
  ['PT', 'Europe/Lisbon'],
  ['US', 'America/New_York'],
  ['CY', 'Asia/Nicosia'],
  // Its parts keep different times, and no part is most of it.
  ['FM', 'UTC'],
  ['XX', 'UTC'],
  [null, 'UTC'],
])('mails to %s tell the time of %s', (country, zone) => {
  const clock = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone, timeStyle: 'short' }).format(SUMMER)
  expect(clock(zoneOf(country, SUMMER))).toBe(clock(zone))
})

test('a time has its zone, and English without a region is European', () => {
  expect(moment(SUMMER, 'en', 'Europe/Madrid')).toBe('1 July 2026 at 14:00 CEST')
  expect(moment(SUMMER, 'en-US', 'America/New_York')).toBe('July 1, 2026 at 8:00 AM EDT')
  expect(moment(SUMMER, 'zh', 'UTC')).toBe('1 July 2026 at 12:00 UTC')
  expect(shortDay(SUMMER, 'en')).toBe('1 Jul 2026')
  expect([longDay('2026-07-01', 'en'), longDay('soon', 'en')]).toEqual(['1 July 2026', 'soon'])
})
