'use client'
// Why there is no picture, and the steps for this browser; the camera is tried again without reloading the page.

import { useEffect, useState } from 'react'
import { useTranslations } from 'next-intl'
import type { CameraProblem } from '@/components/capture/camera-problem'
import { Button } from '@/components/ui/button'
import { useBrowser } from '@/components/ui/use-browser'
import { Notice } from '@/components/ui/notice'
import { useDevice } from './use-device'

type Browser = 'ios' | 'android' | 'firefox' | 'safari' | 'chrome'

function browserOf(agent: string): Browser {
  if (/iPhone|iPad|iPod/.test(agent)) return 'ios'
  if (/Android/.test(agent)) return 'android'
  if (/Firefox/.test(agent)) return 'firefox'
  return /Safari/.test(agent) && !/Chrom/.test(agent) ? 'safari' : 'chrome'
}

export function CameraHelp({ problem, onAllowed }: { problem: CameraProblem; onAllowed: () => void }) {
  const t = useTranslations('journey.camera')
  const device = useDevice()
  const browser = useBrowser(() => browserOf(navigator.userAgent), 'chrome')
  const [copied, setCopied] = useState(false)
  const isBlocked = problem === 'denied' || problem === 'black'
  usePermissionGranted(isBlocked, onAllowed)
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
  }
  return (
    <Notice tone="warn" title={t(`problem.${problem}.title`)} focus>
      <p>{problem === 'none' && device === 'phone' ? t('problem.none.onPhone') : t(`problem.${problem}.text`)}</p>
      {isBlocked && (
        <ol className="mt-2 list-decimal space-y-1 pl-5 text-ink">
          {(['first', 'second', 'third'] as const).map((step) => (
            <li key={step}>{t(`steps.${browser}.${step}`)}</li>
          ))}
        </ol>
      )}
      {problem === 'unsupported' && (
        <Button kind="outline" size="small" className="mt-3" onClick={() => void copy()}>
          {copied ? t('copied') : t('copy')}
        </Button>
      )}
    </Notice>
  )
}

/** Calls back once when the person changes their mind in the browser's settings; browsers that cannot tell leave it to the button. */
function usePermissionGranted(watch: boolean, onAllowed: () => void): void {
  useEffect(() => {
    if (!watch || typeof navigator.permissions?.query !== 'function') return undefined
    let status: PermissionStatus | null = null
    const changed = () => {
      if (status?.state === 'granted') onAllowed()
    }
    navigator.permissions.query({ name: 'camera' as PermissionName }).then(
      (found) => {
        status = found
        found.addEventListener('change', changed)
      },
      () => undefined, // Firefox before 131 does not know this name
    )
    return () => status?.removeEventListener('change', changed)
  }, [watch, onAllowed])
}
