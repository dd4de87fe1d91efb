'use client'
// Browsers inside mail and chat apps often hide the camera: says so before the journey begins, with the link ready to be pasted.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useBrowser } from '@/components/ui/use-browser'
import { Notice } from '@/components/ui/notice'
import { isInsideAnApp } from './inside-an-app'

const isInside = () => isInsideAnApp(navigator.userAgent, window.isSecureContext && !('mediaDevices' in navigator))

export function InAppBrowser() {
  const t = useTranslations('journey.invitation.inApp')
  const inside = useBrowser(isInside, false)
  const [copied, setCopied] = useState(false)
  if (!inside) return null
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
  }
  return (
    <div className="mb-4">
      <Notice tone="warn" title={t('title')}>
        <p>{t('text')}</p>
        <Button kind="outline" size="small" className="mt-3" onClick={() => void copy()}>
          {copied ? t('copied') : t('copy')}
        </Button>
      </Notice>
    </div>
  )
}
