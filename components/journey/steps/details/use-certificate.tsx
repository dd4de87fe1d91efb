'use client'
// For people who have signed before: a code to the phone of their certificate spares them the check of identity. It looks the same where
// there is no certificate.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CodeInput } from '@/components/ui/code-input'
import { useJourney } from '../../journey-data'

export function UseCertificate() {
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
    <Card className="mt-6">
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="mt-1 text-body text-soft">{sent ? t('sent') : t('text')}</p>
      {sent && (
        <div className="mt-4 space-y-4">
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
          <Button wide kind="outline" busy={pending === 'prove_holder'} onClick={prove}>
            {t('use')}
          </Button>
        </div>
      )}
      <div className="mt-3">
        <Button kind={sent ? 'quiet' : 'outline'} size="small" busy={pending === 'send_holder_code'} onClick={() => void send()}>
          {t(sent ? 'again' : 'send')}
        </Button>
      </div>
    </Card>
  )
}
