'use client'
// Help on every place: who to ask, leaving and coming back, language, and the reference to quote.

import { useState } from 'react'
import { CircleHelp, Clock, Copy, Languages } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Sheet } from '@/components/ui/sheet'
import { CardRow } from '@/components/ui/card'
import { Button } from '@/components/ui/button'
import { useAnnounce } from '@/components/ui/live-region'
import { useJourney } from './journey-data'
import { WriteButton } from './messages'
import { WhoToAsk } from './who-to-ask'
import { useWhen } from '@/components/ui/when'

export function HelpSheet({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const t = useTranslations('journey.help')
  const { view } = useJourney()
  const when = useWhen()
  const announce = useAnnounce()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(view.requestId)
    setCopied(true)
    announce(t('copied'))
  }
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <div className="space-y-5 pt-1">
        <WhoToAsk requester={view.requester}>
          <span className="mt-2 block">
            <WriteButton />
          </span>
        </WhoToAsk>
        <CardRow icon={Clock} title={t('leave.title')}>
          {t('leave.text', { date: when.moment(view.expiresAt) })}
        </CardRow>
        <CardRow icon={Languages} title={t('language.title')}>
          {t('language.text')}
        </CardRow>
        <CardRow icon={CircleHelp} title={t('report.title')}>
          {t('report.text', { requester: view.requester.name })}
          <span className="mt-2 flex flex-wrap items-center gap-2">
            <code className="rounded-md bg-ground px-2 py-1 font-mono text-small break-all text-ink">{view.requestId}</code>
            <Button kind="quiet" size="small" icon={<Copy className="size-4" aria-hidden />} onClick={() => void copy()}>
              {copied ? t('copied') : t('copy')}
            </Button>
          </span>
        </CardRow>
      </div>
    </Sheet>
  )
}
