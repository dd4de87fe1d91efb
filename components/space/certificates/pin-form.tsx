'use client'
// Another PIN: the one of before, the new one twice, and the code from the phone.

import { useState } from 'react'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { NewPin, useNewPin } from '@/components/ui/new-pin'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { unbroken } from '@/components/ui/when'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

const EMPTY = { pin: '', code: '' }

/** `phone`: masked. */
export function PinForm({ certificate, phone }: { certificate: string; phone: string }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [sent, setSent] = useState(false)
  const [done, setDone] = useState(false)
  const [typed, setTyped] = useState(EMPTY)
  const newPin = useNewPin()
  const back = `/space/certificates/${certificate}`
  const set = (name: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [name]: value })
  const isReady = typed.pin.length >= 4 && typed.code.length === 6
  const send = async () => {
    if (await run(() => postSpaceAct({ act: 'send_pin_code', certificate }))) setSent(true)
  }
  const change = async () => {
    if (!newPin.isRight()) return
    if (await run(() => postSpaceAct({ act: 'change_pin', certificate, newPin: newPin.pin, ...typed }))) setDone(true)
    // Nothing that opens the certificate stays in the page.
    setTyped(EMPTY)
    newPin.typeAgain()
  }
  if (done) {
    return (
      <Message icon={CircleCheck} tone="good" title={t('pin.title')} text={t('pin.done')}>
        <div className="mt-6">
          <ButtonLink href={back}>{t('back')}</ButtonLink>
        </div>
      </Message>
    )
  }
  return (
    <Column>
      <Heading lead={t('pin.lead', { phone: unbroken(phone) })}>{t('pin.title')}</Heading>
      <div className="space-y-5 pb-10">
        {sent ? (
          <Form send={() => void change()} className="space-y-5">
            <CodeInput label={t('pin.old')} value={typed.pin} onChange={set('pin')} secret="current" name="pin" autoFocus />
            <NewPin pin={newPin} label={t('pin.new')} />
            <CodeInput label={t('pin.code')} value={typed.code} onChange={set('code')} boxes={6} oneTime name="code" />
            <ProblemNotice problem={problem} />
            <Button type="submit" wide busy={busy} disabled={!isReady}>
              {t('pin.submit')}
            </Button>
            <Button kind="quiet" size="small" className="-ml-4" onClick={() => void send()}>
              {t('pin.resend')}
            </Button>
          </Form>
        ) : (
          <>
            <ProblemNotice problem={problem} />
            <Button wide busy={busy} onClick={() => void send()}>
              {t('pin.send')}
            </Button>
          </>
        )}
        <Notice title={t('pin.forgotten')}>{t('pin.forgottenText')}</Notice>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href={back}>
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
