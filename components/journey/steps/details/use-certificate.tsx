'use client'
// For people who have signed before: a code to the phone of their certificate spares them the check of identity. It looks the same where
// there is no certificate.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'

/** Said beside the code. */
const AT_FIELD = ['CODE_INVALID', 'RESEND_TOO_SOON'] as const

export function UseCertificate({ onBack }: { onBack: () => void }) {
  const t = useTranslations('journey.details.before')
  const { act, pending, problem } = useJourney()
  const [sent, setSent] = useState(false)
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const send = async () => {
    setCode('')
    if (await act({ act: 'send_holder_code' })) setSent(true)
  }
  const prove = () => {
    setAsked(true)
    if (code.length === 6) void act({ act: 'prove_holder', code })
  }
  const refused = problem?.code === 'CODE_INVALID' || problem?.code === 'RESEND_TOO_SOON' ? problem.message : undefined
  return (
    <Column>
      <Heading lead={sent ? t('sent') : t('text')}>{t('title')}</Heading>
      {sent && (
        <Form id="holder" send={prove} noValidate>
          <CodeInput
            label={t('code')}
            boxes={6}
            max={6}
            oneTime
            autoFocus
            value={code}
            onChange={setCode}
            error={asked && code.length < 6 ? t('missing') : refused}
          />
          <Button kind="quiet" size="small" className="mt-2 -ml-4" busy={pending === 'send_holder_code'} onClick={() => void send()}>
            {t('again')}
          </Button>
        </Form>
      )}
      <p className="mt-4 text-body text-soft">{t('otherwise')}</p>
      <Actions atEnd={sent} notice={<ProblemNotice except={sent ? AT_FIELD : []} />}>
        {sent ? (
          <Button type="submit" form="holder" busy={pending === 'prove_holder'}>
            {t('use')}
          </Button>
        ) : (
          <Button busy={pending === 'send_holder_code'} onClick={() => void send()}>
            {t('send')}
          </Button>
        )}
        <Button kind="quiet" onClick={onBack}>
          {t('back')}
        </Button>
      </Actions>
    </Column>
  )
}
