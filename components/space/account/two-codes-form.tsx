'use client'
// A new phone number or mail address: a code to the one of before and one to the new one, both typed back.

import { useState, type ReactNode } from 'react'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

/** `now`: as it may be shown. */
export function TwoCodesForm({ of, now, note }: { of: 'email' | 'phone'; now: string; note: ReactNode }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [wanted, setWanted] = useState('')
  const [sent, setSent] = useState(false)
  const [done, setDone] = useState(false)
  const [codes, setCodes] = useState({ old: '', new: '' })
  const send = async () => {
    const act =
      of === 'email' ? ({ act: 'send_email_codes', email: wanted } as const) : ({ act: 'send_phone_codes', phone: wanted } as const)
    if (await run(() => postSpaceAct(act))) setSent(true)
  }
  const change = async () => {
    if (await run(() => postSpaceAct({ act: of === 'email' ? 'change_email' : 'change_phone', ...codes }))) setDone(true)
  }
  if (done) {
    return (
      <Message icon={CircleCheck} tone="good" title={t(`${of}.title`)} text={t(`${of}.done`)}>
        <div className="mt-6">
          <ButtonLink href="/space/account">{t('back')}</ButtonLink>
        </div>
      </Message>
    )
  }
  return (
    <Column>
      <Heading lead={of === 'email' ? t('email.lead', { email: now }) : t('phone.lead', { phone: now })}>{t(`${of}.title`)}</Heading>
      <div className="space-y-5 pb-10">
        {sent ? (
          <Form send={() => void change()} className="space-y-5">
            <CodeInput
              label={t(`${of}.old`)}
              value={codes.old}
              onChange={(old) => setCodes({ ...codes, old })}
              boxes={6}
              name="old"
              autoFocus
            />
            <CodeInput
              label={t(`${of}.new`)}
              value={codes.new}
              onChange={(code) => setCodes({ ...codes, new: code })}
              boxes={6}
              name="new"
            />
            <ProblemNotice problem={problem} />
            <Button type="submit" wide busy={busy} disabled={codes.old.length !== 6 || codes.new.length !== 6}>
              {t(`${of}.submit`)}
            </Button>
          </Form>
        ) : (
          <Form send={() => void send()} className="space-y-5">
            <Field
              label={t(`${of}.field`)}
              type={of === 'email' ? 'email' : 'tel'}
              name={of}
              autoComplete={of === 'email' ? 'email' : 'tel'}
              required
              maxLength={of === 'email' ? 254 : 40}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
              {...(of === 'phone' ? { hint: t('phone.hint') } : {})}
            />
            <ProblemNotice problem={problem} />
            <Button type="submit" wide busy={busy}>
              {t(`${of}.send`)}
            </Button>
          </Form>
        )}
        <p className="text-body text-soft">{note}</p>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/account">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
