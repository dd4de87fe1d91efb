'use client'
// Ends all sessions of the console with this key but the one on this device.

import { useTransition } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

export function EndOthersButton({ act }: { act: () => Promise<void> }) {
  const t = useTranslations('console.sessions')
  const [busy, start] = useTransition()
  return (
    <Button kind="outline" busy={busy} onClick={() => start(act)}>
      {t('endOthers')}
    </Button>
  )
}
