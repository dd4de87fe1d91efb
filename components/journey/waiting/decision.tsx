'use client'
// Place: a person decides about the check. Says what they look at, how long it takes, and that nothing has to be done meanwhile.

import { Mail, Undo2, UserRoundSearch } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card, CardRow } from '@/components/ui/card'
import { Stack } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { useJourney } from '../journey-data'
import { RefuseButton } from '../refuse'
import { useWhen } from '@/components/ui/when'

export function AwaitingDecision() {
  const t = useTranslations('journey.decision')
  const { view } = useJourney()
  const when = useWhen()
  return (
    <Message icon={UserRoundSearch} tone="accent" title={t('title')} text={t('text')}>
      <Stack className="mt-7">
        <Card>
          <CardRow icon={UserRoundSearch} title={t('looks.title')}>
            {t('looks.text', { requester: view.requester.name })}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={Mail} title={t('mail.title')}>
            {t('mail.text', { email: view.signer.emailMasked })}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={Undo2} title={t('goOn.title')}>
            {t('goOn.text')}
          </CardRow>
        </Card>
      </Stack>
      {/* As at the other places of waiting, nothing stands within reach of the thumb. */}
      <p className="mt-6 text-sm text-soft">{t('until', { date: when.moment(view.expiresAt) })}</p>
      <div className="mt-2 mb-8 -ml-4">
        <RefuseButton label={t('refuse')} />
      </div>
    </Message>
  )
}
