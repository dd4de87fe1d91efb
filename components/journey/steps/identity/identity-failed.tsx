'use client'
// Why the last attempt did not work and what to do differently, before a new one begins.

import { Lightbulb, ScanFace } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { LaterButton } from '../../later'
import { RefuseButton } from '../../refuse'

export function IdentityFailed({ failure, onAgain }: { failure: NonNullable<JourneyView['failure']>; onAgain: () => void }) {
  const t = useTranslations('journey.identityFailed')
  return (
    <Message icon={ScanFace} tone="warn" title={t('title')} text={failure.message}>
      <Card className="mt-7">
        <CardRow icon={Lightbulb} title={t('advice')}>
          {failure.advice}
        </CardRow>
      </Card>
      <p className="mt-4 text-body text-soft">{t('left', { count: failure.attemptsLeft })}</p>
      <Actions atEnd note={t('code', { code: failure.code })}>
        <Button onClick={onAgain}>{t('again')}</Button>
        <LaterButton />
        <RefuseButton label={t('refuse')} explanation={t('refuseMeans')} />
      </Actions>
    </Message>
  )
}
