'use client'
// The details that the requester gave, whole where the person is to say whether they are right.

import { useTranslations } from 'next-intl'
import { Card, Fact, Facts } from '@/components/ui/card'
import { unbroken } from '@/components/ui/when'
import { useJourney } from '../../journey-data'

export function DetailsCard() {
  const t = useTranslations('journey.details')
  const { signer, signedBy, requester } = useJourney().view
  return (
    <Card>
      <Facts>
        <Fact label={t('name')}>
          <bdi>{signer.name}</bdi>
        </Fact>
        <Fact label={t('email')}>
          <span className="break-words">{signer.email ?? signer.emailMasked}</span>
        </Fact>
        {signedBy !== 'click' && (
          <Fact label={t('phone')}>{signer.phoneMasked === null ? t('phoneLater') : unbroken(signer.phoneMasked)}</Fact>
        )}
      </Facts>
      {signedBy === 'code' && <p className="mt-3 text-sm text-soft">{t('phoneFixed', { requester: requester.name })}</p>}
    </Card>
  )
}
