'use client'
// Place: no tries left. Says who decides now, when to expect an answer, and what to do meanwhile.

import { Mail, MessageCircle, ShieldQuestion } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card, CardRow } from '@/components/ui/card'
import { Stack } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { useJourney } from '../journey-data'
import { WriteButton } from '../messages'
import { ReachRequester } from '../reach'
import { RefuseButton } from '../refuse'
import { useWhen } from '@/components/ui/when'

export function NeedHelp() {
  const t = useTranslations('journey.needHelp')
  const { view } = useJourney()
  const when = useWhen()
  const requester = view.requester.name
  return (
    <Message icon={ShieldQuestion} tone="warn" title={t('title')} text={t('text', { requester })}>
      <Stack className="mt-7">
        {view.failure !== null && (
          <Card tone="warn">
            <CardRow icon={ShieldQuestion} tone="warn" title={view.failure.message}>
              {view.failure.advice}
            </CardRow>
          </Card>
        )}
        <Card>
          <CardRow icon={Mail} title={t('next.title')}>
            {t('next.text', { requester, email: view.signer.emailMasked })}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={MessageCircle} title={t('ask.title')}>
            {t('ask.text', { requester, reference: view.requestId })}
            <ReachRequester requester={view.requester} />
            <span className="mt-2 block">
              <WriteButton />
            </span>
          </CardRow>
        </Card>
      </Stack>
      {/* Nothing has to be done here, so no button stands within reach of the thumb, least of all the refusal. */}
      <p className="mt-6 text-sm text-soft">{t('until', { date: when.moment(view.expiresAt) })}</p>
      <div className="mt-2 mb-8 -ml-4">
        <RefuseButton label={t('refuse')} />
      </div>
    </Message>
  )
}
