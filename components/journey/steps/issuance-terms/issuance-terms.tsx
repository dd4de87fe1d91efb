'use client'
// Place: permission to check the identity and to issue a certificate. The consent to biometric processing has its own box, and may be left
// out: then a person compares (GDPR Art. 9).

import { useState } from 'react'
import { Clock, Eye, ScanFace } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { LaterButton } from '../../later'
import { RefuseButton } from '../../refuse'
import { TextsToAccept } from '../../consent/text-card'
import { useTicks } from '../../consent/use-ticks'

/** Stands last, near the button of the other way to go. */
const BIOMETRIC = 'biometric-consent'

export function IssuanceTerms() {
  const t = useTranslations('journey.issuanceTerms')
  const { view, act, pending } = useJourney()
  const ticks = useTicks(view.texts.flatMap(({ id, notice }) => (notice || id === BIOMETRIC ? [] : [id])))
  const comparison = ticks.has(BIOMETRIC)
  const [asked, setAsked] = useState<boolean | null>(null)
  const requester = view.requester.name
  const goOn = (biometricConsent: boolean) => {
    setAsked(biometricConsent)
    if (ticks.ready && comparison === biometricConsent)
      void act({ act: 'accept_issuance_terms', texts: view.texts.map((text) => text.sha256), biometricConsent })
  }
  const missing = asked === null || (ticks.ready && asked === comparison) ? null : ticks.ready ? t('missingConsent') : t('missing')
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <Card className="mb-3">
        <div className="space-y-4">
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
      <TextsToAccept texts={view.texts} ticks={ticks} labels={{ [BIOMETRIC]: t('biometric') }} />
      <Actions atEnd notice={<MissingNotice missing={missing} />}>
        <Button onClick={() => goOn(true)} busy={pending === 'accept_issuance_terms'}>
          {t('continue')}
        </Button>
        {view.texts.some(({ id }) => id === BIOMETRIC) && !comparison && (
          <Button kind="quiet" disabled={pending !== null} onClick={() => goOn(false)}>
            {t('withoutComparison')}
          </Button>
        )}
        <LaterButton />
        <RefuseButton label={t('decline')} explanation={t('declineMeans')} />
      </Actions>
    </Column>
  )
}
