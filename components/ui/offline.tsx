'use client'
// Says that we are offline, by the browser's report or because the last request failed, and that nothing is lost.

import { WifiOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useBrowser } from './use-browser'

export function Offline({ stale = false }: { stale?: boolean }) {
  const t = useTranslations('journey')
  const online = useBrowser(() => navigator.onLine, true, ['online', 'offline'])
  if (online && !stale) return null
  return (
    <p role="status" className="sticky top-0 z-30 flex items-center gap-2 bg-ink px-5 py-2.5 text-sm font-medium text-ground">
      <WifiOff className="size-4 shrink-0" aria-hidden />
      <span>{t('offline')}</span>
    </p>
  )
}
