'use client'
// Another PIN: the one of before, the new one twice, and the code from the phone.

import { useState } from 'react'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { unbroken } from '@/components/ui/when'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

const EMPTY = { pin: '', newPin: '', again: '', code: '' }

/** `phone`: masked. */
export function PinForm({ certificate, phone }: { certificate: string; phone: string }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [sent, setSent] = useState(false)
  const [done, setDone] = useState(false)
  const [typed, setTyped] = useState(EMPTY)
  const back = `/space/certificates/${certificate}`
  const set = (name: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [name]: value })
  const differ = typed.again.length >= typed.newPin.length && typed.again !== '' && typed.again !== typed.newPin
  const isReady = typed.pin.length >= 4 && typed.newPin.length >= 4 && typed.again === typed.newPin && typed.code.length === 6
  const send = async () => {
    if (await run(() => postSpaceAct({ act: 'send_pin_code', certificate }))) setSent(true)
  }
  const change = async () => {
    const { pin, newPin, code } = typed
    if (await run(() => postSpaceAct({ act: 'change_pin', certificate, pin, newPin, code }))) setDone(true)
    // Nothing that was typed stays in the page.
    setTyped((now) => ({ ...now, pin: '', code: '' }))
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
            <CodeInput
              label={t('pin.old')}
              value={typed.pin}
              onChange={set('pin')}
              boxes={6}
              max={8}
              secret="current"
              name="pin"
              autoFocus
            />
            <CodeInput
              label={t('pin.new')}
              hint={t('pin.newHint')}
              value={typed.newPin}
              onChange={set('newPin')}
              boxes={6}
              max={8}
              secret="new"
              name="newPin"
            />
            <CodeInput
              label={t('pin.again')}
              value={typed.again}
              onChange={set('again')}
              boxes={6}
              max={8}
              secret="new"
              name="again"
              {...(differ ? { error: t('pin.differ') } : {})}
            />
            <CodeInput label={t('pin.code')} value={typed.code} onChange={set('code')} boxes={6} oneTime name="code" />
            <ProblemNotice problem={problem} />
            <Button type="submit" wide busy={busy} disabled={!isReady}>
              {t('pin.submit')}
            </Button>
            <Button kind="quiet" size="small" onClick={() => void send()}>
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
        <ButtonLink kind="quiet" size="small" href={back}>
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
