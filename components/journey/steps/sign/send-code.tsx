'use client'
// The first half of signing: choosing the certificate, and sending a code to the confirmed phone.

import { useState } from 'react'
import { MessageSquare, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { RadioCard } from '@/components/ui/choice'
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
  const [credential, setCredential] = useState(view.credentials[0]?.id ?? '')
  const phone = view.credentials.find((each) => each.id === credential)?.phoneMasked ?? view.signer.phoneMasked ?? ''
  const only = view.credentials.length === 1 ? view.credentials[0] : undefined
  return (
    <Column>
      <Heading lead={t('leadSend')}>{t('title', { count: view.documents.length })}</Heading>
      <Stack>
        <DocumentsToSign />
        {only !== undefined && (
          <Card>
            <CardRow icon={ShieldCheck} title={<bdi>{only.commonName}</bdi>}>
              {t('certificate', { issuer: only.issuer, date: when.day(only.notAfter) })}
            </CardRow>
          </Card>
        )}
        {only === undefined && (
          <fieldset>
            <legend className="mt-3 mb-3 font-semibold">{t('which')}</legend>
            <Stack>
              {view.credentials.map((each) => (
                <RadioCard
                  key={each.id}
                  name="credential"
                  checked={credential === each.id}
                  onChange={() => setCredential(each.id)}
                  title={<bdi>{each.commonName}</bdi>}
                  text={t('certificate', { issuer: each.issuer, date: when.day(each.notAfter) })}
                />
              ))}
            </Stack>
          </fieldset>
        )}
        <Card>
          <CardRow icon={MessageSquare} title={t('phone', { phone: unbroken(phone) })}>
            {t('phoneText')}
          </CardRow>
        </Card>
      </Stack>
      {credential !== '' && <NoKey credential={credential} />}
      <Actions atEnd notice={<ProblemNotice />}>
        <Button
          busy={pending === 'start_signing'}
          disabled={credential === ''}
          onClick={() => void act({ act: 'start_signing', credential })}
        >
          {t('sendCode')}
        </Button>
      </Actions>
    </Column>
  )
}
