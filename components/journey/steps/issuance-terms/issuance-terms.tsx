'use client'
// Place: permission to check the identity and to issue a certificate. The consent to biometric processing has its own box (GDPR Art. 9).

import { useState } from 'react'
import { BadgeCheck, Clock, Eye, ScanFace } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyText } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'
import { TextCard } from '../../consent/text-card'
import { useTicks } from '../../consent/use-ticks'

/** The consent to biometric processing is one of the texts; it is shown last, and below it the other way to go. */
const BIOMETRIC = 'biometric-consent'

export function IssuanceTerms() {
  const t = useTranslations('journey.issuanceTerms')
  const { view, act, pending } = useJourney()
  const ticks = useTicks(view.texts.map((text) => text.id))
  const [asked, setAsked] = useState(false)
  const requester = view.requester.name
  const accept = () => {
    setAsked(true)
    if (ticks.ready) void act({ act: 'accept_issuance_terms', texts: view.texts.map((text) => text.sha256), biometricConsent: true })
  }
  const box = (text: JourneyText, label: string) => (
    <TextCard key={text.id} text={text} label={label} checked={ticks.has(text.id)} onChange={(on) => ticks.set(text.id, on)} />
  )
  const consent = view.texts.find((text) => text.id === BIOMETRIC)
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <Card className="mb-3">
        <div className="space-y-4">
          <CardRow icon={BadgeCheck} title={t('why.title')}>
            {t('why.text')}
          </CardRow>
          <CardRow icon={ScanFace} title={t('what.title')}>
            {t('what.text')}
          </CardRow>
          <CardRow icon={Clock} title={t('kept.title')}>
            {t('kept.text')}
          </CardRow>
          <CardRow icon={Eye} title={t('seen.title')}>
            {t('seen.text', { requester })}
          </CardRow>
        </div>
      </Card>
      <Stack>
        {view.texts.filter((text) => text !== consent).map((text) => box(text, t('accept', { title: text.title })))}
        {consent !== undefined && box(consent, t('biometric'))}
      </Stack>
      <p className="mt-4 text-body text-soft">{t('otherWay', { requester })}</p>
      <div className="-ml-5">
        <RefuseButton label={t('otherWayAsk')} explanation={t('otherWayMeans', { requester })} proposal={t('otherWayReason')} />
      </div>
      <Actions notice={<MissingNotice missing={asked && !ticks.ready ? t('missing') : null} />}>
        <Button onClick={accept} busy={pending === 'accept_issuance_terms'}>
          {t('continue')}
        </Button>
      </Actions>
    </Column>
  )
}
