'use client'
// A day in the reader's own time zone and language.

import { useBrowser } from '@/components/ui/use-browser'
import { useWhen } from '@/components/ui/when'

export function LocalDay({ iso }: { iso: string }) {
  const { day } = useWhen()
  const inBrowser = useBrowser(() => true, false)
  return <time dateTime={iso}>{inBrowser ? day(iso) : iso.slice(0, 10)}</time>
}
