'use client'
// Shown when the view could not be read the first time: says so, with a button to try again.

import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'
import type { JourneyProblem } from '../journey-client'

export function Unreachable({ problem, onRetry }: { problem: JourneyProblem; onRetry: () => void }) {
  const t = useTranslations('journey.unreachable')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Message icon={CloudOff} tone="warn" title={t('title')} text={problem.code === 'NETWORK' ? t('network') : t('server')}>
        {problem.extra.reference !== undefined && (
          <p className="mt-5 text-sm text-soft">{t('reference', { id: problem.extra.reference })}</p>
        )}
        <Actions>
          <Button onClick={onRetry}>{t('again')}</Button>
        </Actions>
      </Message>
    </Shell>
  )
}
