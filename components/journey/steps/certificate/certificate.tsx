'use client'
// Place: the certificate as it will be, and the request for it in legal words under a plain summary.

import { useState } from 'react'
import { PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'
import { useWhen } from '@/components/ui/when'
import { TextsToAccept } from '../../consent/text-card'
import { useTicks } from '../../consent/use-ticks'

export function Certificate() {
  const t = useTranslations('journey.certificate')
  const { view, act, pending } = useJourney()
  const when = useWhen()
  const [asked, setAsked] = useState(false)
  const request = view.certificateRequest
  const [text] = view.texts
  const ticks = useTicks(view.texts.map(({ id }) => id))
  if (request === null || text === undefined) return null
  const accept = () => {
    setAsked(true)
    if (ticks.ready) void act({ act: 'accept_certificate_request', text: text.sha256 })
  }
  return (
    <Column>
      <Heading lead={view.qualified ? t('lead') : t('leadTest')}>{t('title')}</Heading>
      <Card>
        <Facts>
          <Fact label={t('name')}>
            <span className="flex items-center justify-between gap-3">
              <bdi className="min-w-0 break-words">{request.commonName}</bdi>
              <Button
                kind="quiet"
                size="small"
                className="-my-2 -mr-3"
                icon={<PencilLine className="size-4" aria-hidden />}
                busy={pending === 'reopen_names'}
                onClick={() => void act({ act: 'reopen_names' })}
              >
                {t('change')}
              </Button>
            </span>
          </Fact>
          <Fact label={t('country')}>{when.country(request.country)}</Fact>
          <Fact label={t('validity')}>{t('years', { count: request.validYears })}</Fact>
          <Fact label={t('issuer')}>{request.issuer}</Fact>
        </Facts>
      </Card>
      <div className="mt-3">
        <TextsToAccept texts={[text]} ticks={ticks} labels={{ [text.id]: t('agree') }} />
      </div>
      <Actions atEnd notice={<MissingNotice missing={asked && !ticks.ready ? t('missing') : null} />}>
        <Button onClick={accept} busy={pending === 'accept_certificate_request'}>
          {t('continue')}
        </Button>
        <RefuseButton label={t('decline')} explanation={t('declineMeans')} />
      </Actions>
    </Column>
  )
}
