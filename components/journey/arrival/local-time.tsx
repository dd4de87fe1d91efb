'use client'
// A time in the reader's own time zone. Until the browser has said which that is, the time is in UTC and says so.

import { useLocale } from 'next-intl'
import { regionOf } from '@/lib/wording/region'
import { useBrowser } from '@/components/ui/use-browser'

export function LocalTime({ iso, year = false }: { iso: string; year?: boolean }) {
  const inBrowser = useBrowser(() => true, false)
  const text = new Intl.DateTimeFormat(regionOf(useLocale()), {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(year ? { year: 'numeric' } : {}),
    ...(inBrowser ? {} : { timeZone: 'UTC' }),
  }).format(new Date(iso))
  return <time dateTime={iso}>{text}</time>
}
