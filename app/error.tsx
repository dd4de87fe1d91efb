'use client'
// The page of an unexpected error: says that nothing was lost, offers another try, and shows the number to quote.

import { CloudAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'

export default function Failure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('site.failure')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Message icon={CloudAlert} tone="warn" title={t('title')} text={t('text')}>
        {error.digest !== undefined && <p className="mt-5 text-sm text-soft">{t('reference', { id: error.digest })}</p>}
        <Actions>
          <Button onClick={reset}>{t('again')}</Button>
        </Actions>
      </Message>
    </Shell>
  )
}
