'use client'
// Place: the certificate as it will be, and the request for it in legal words under a plain summary.

import { useState } from 'react'
import { PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { CheckboxCard } from '@/components/ui/choice'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'
import { useWhen } from '@/components/ui/when'
import { FullText, Summary } from '../../consent/text-card'

export function Certificate() {
  const t = useTranslations('journey.certificate')
  const { view, act, pending } = useJourney()
  const when = useWhen()
  const [agreed, setAgreed] = useState(false)
  const [asked, setAsked] = useState(false)
  const request = view.certificateRequest
  const text = view.texts[0]
  if (request === null || text === undefined) return null
  const accept = () => {
    setAsked(true)
    if (agreed) void act({ act: 'accept_certificate_request', text: text.sha256 })
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
      <section className="mt-3 rounded-card border border-line bg-paper p-4">
        <h2 className="font-semibold">{text.title}</h2>
        <Summary lines={text.summary} />
        <FullText text={text} />
      </section>
      <div className="mt-3">
        <CheckboxCard
          title={t('agree')}
          checked={agreed}
          onChange={(event) => setAgreed(event.target.checked)}
          name="certificate_request"
        />
      </div>
      <Actions atEnd notice={<MissingNotice missing={asked && !agreed ? t('missing') : null} />}>
        <Button onClick={accept} busy={pending === 'accept_certificate_request'}>
          {t('continue')}
        </Button>
        <RefuseButton label={t('decline')} explanation={t('declineMeans')} />
      </Actions>
    </Column>
  )
}
