'use client'
// The code to the phone of the newest certificate.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Column, Heading } from '@/components/ui/page/column'
import { unbroken } from '@/components/ui/when'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

/** `phone`: masked. */
export function CodeForm({ phone }: { phone: string }) {
  const t = useTranslations('space.code')
  const { busy, problem, run } = useAct()
  const [sent, setSent] = useState(false)
  const [code, setCode] = useState('')
  const send = async () => {
    if (await run(() => postSpaceAct({ act: 'send_sign_in_code' }))) setSent(true)
  }
  const prove = async () => {
    if (await run(() => postSpaceAct({ act: 'prove_phone', code }))) return window.location.assign('/space')
    setCode('')
  }
  return (
    <Column>
      <Heading lead={t('lead', { phone: unbroken(phone) })}>{t('title')}</Heading>
      {sent ? (
        <Form send={() => void prove()} className="space-y-5">
          <CodeInput label={t('label')} hint={t('hint')} value={code} onChange={setCode} boxes={6} oneTime autoFocus name="code" />
          <ProblemNotice problem={problem} />
          <Button type="submit" wide busy={busy} disabled={code.length !== 6}>
            {t('submit')}
          </Button>
          <Button kind="quiet" size="small" className="-ml-4" onClick={() => void send()}>
            {t('resend')}
          </Button>
        </Form>
      ) : (
        <div className="space-y-5">
          <ProblemNotice problem={problem} />
          <Button wide busy={busy} onClick={() => void send()}>
            {t('send')}
          </Button>
        </div>
      )}
      <p className="mt-6">
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/lost-phone">
          {t('lost')}
        </ButtonLink>
      </p>
    </Column>
  )
}
