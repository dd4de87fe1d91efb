'use client'
// Asks for the link by mail, or for a passkey. What is said then is the same for every address.

import { useEffect, useState } from 'react'
import { MailCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { SupportLine } from '@/components/ui/support-line'
import { askForLink } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'
import { PasskeySignIn } from './passkey-sign-in'

/** `choice`: whether this installation has both real and test signatures. */
export function SignInForm({ test, choice, support }: { test: boolean; choice: boolean; support: string | null }) {
  const t = useTranslations('space.signIn')
  const { busy, problem, run } = useAct()
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState(false)
  useComeBack()
  const send = async () => {
    if (await run(() => askForLink(email.trim(), test))) setSent(true)
  }
  if (sent) {
    return (
      <Message icon={MailCheck} title={t('sentTitle')} text={t('sent', { email: email.trim() })}>
        <p className="mt-4 text-soft">{t('noMail')}</p>
        <SupportLine email={support} />
        <div className="mt-6">
          <Button kind="outline" wide onClick={() => setSent(false)}>
            {t('again')}
          </Button>
        </div>
      </Message>
    )
  }
  return (
    <Column>
      <Heading lead={test && choice ? t('testLead') : t('lead')}>{t('title')}</Heading>
      <Form send={() => void send()} className="space-y-5">
        <Field
          label={t('email')}
          type="email"
          name="email"
          autoComplete="email webauthn"
          inputMode="email"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <ProblemNotice problem={problem} />
        <Button type="submit" wide busy={busy}>
          {t('submit')}
        </Button>
      </Form>
      <PasskeySignIn />
      {choice && (
        <p className="mt-5">
          <ButtonLink kind="quiet" size="small" className="-ml-4" href={test ? '/space/sign-in' : '/space/sign-in?test=1'}>
            {test ? t('toReal') : t('toTest')}
          </ButtonLink>
        </p>
      )}
    </Column>
  )
}

/** A browser that comes from a link in a mail sends no cookie with its first request; from this page it does. */
function useComeBack(): void {
  useEffect(() => {
    const look = async () => {
      const answer = await fetch('/api/space', { credentials: 'same-origin', cache: 'no-store' })
      if (answer.ok) window.location.replace('/space')
    }
    look().catch(() => undefined)
  }, [])
}
