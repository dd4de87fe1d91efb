'use client'
// The first half of an advanced signature: what is signed, and the phone that its code goes to.

import { MessageSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { unbroken } from '@/components/ui/when'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { DocumentsToSign } from './signed-documents'

export function SendCodeToSign() {
  const t = useTranslations('journey.sign')
  const { view, act, pending } = useJourney()
  return (
    <Column>
      <Heading lead={t('byCode.leadSend')}>{t('title', { count: view.documents.length })}</Heading>
      <Stack>
        <DocumentsToSign />
        <Card>
          <CardRow icon={MessageSquare} title={t('phone', { phone: unbroken(view.signer.phoneMasked ?? '') })}>
            {t('phoneText')}
          </CardRow>
        </Card>
      </Stack>
      <Actions atEnd notice={<ProblemNotice />}>
        <Button busy={pending === 'send_signing_code'} onClick={() => void act({ act: 'send_signing_code' })}>
          {t('sendCode')}
        </Button>
      </Actions>
    </Column>
  )
}
