'use client'
// The first half of signing: the certificate, and sending a code to its phone.

import { MessageSquare, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { unbroken, useWhen } from '@/components/ui/when'
import { NoKey } from './no-key'
import { DocumentsToSign } from './signed-documents'

export function SendCode() {
  const t = useTranslations('journey.sign')
  const { view, act, pending } = useJourney()
  const when = useWhen()
  const [credential] = view.credentials
  const phone = credential?.phoneMasked ?? view.signer.phoneMasked ?? ''
  const send = () => {
    if (credential !== undefined) void act({ act: 'start_signing', credential: credential.id })
  }
  return (
    <Column>
      <Heading lead={t('leadSend')}>{t('title', { count: view.documents.length })}</Heading>
      <Stack>
        <DocumentsToSign />
        {credential !== undefined && (
          <Card>
            <CardRow icon={ShieldCheck} title={<bdi>{credential.commonName}</bdi>}>
              {t('certificate', { issuer: credential.issuer, date: when.day(credential.notAfter) })}
            </CardRow>
          </Card>
        )}
        <Card>
          <CardRow icon={MessageSquare} title={t('phone', { phone: unbroken(phone) })}>
            {t('phoneText')}
          </CardRow>
        </Card>
      </Stack>
      {credential !== undefined && <NoKey credential={credential.id} />}
      <Actions atEnd notice={<ProblemNotice />}>
        <Button busy={pending === 'start_signing'} disabled={credential === undefined} onClick={send}>
          {t('sendCode')}
        </Button>
      </Actions>
    </Column>
  )
}
