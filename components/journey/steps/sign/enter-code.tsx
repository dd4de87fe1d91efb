'use client'
// The second half of signing: code and PIN, or the code alone. A wrong PIN and a wrong code are answered alike. An act without an answer is sent
// again.

import { useEffect, useRef, useState } from 'react'
import { PenLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { useAnnounce } from '@/components/ui/live-region'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { clockOf, useCountdown } from '@/components/ui/use-countdown'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice, RetryingNotice } from '../../problem-notice'
import { unbroken, useWhen } from '@/components/ui/when'
import { NoKey } from './no-key'
import { FoldedDocuments } from './signed-documents'

type Activation = NonNullable<JourneyView['activation']>

/** `justSent`: the button that sent the code had the focus and is gone, so the code takes the focus. */
export function EnterCode({ activation, justSent }: { activation: Activation; justSent: boolean }) {
  const t = useTranslations('journey.sign')
  const { view, act, pending, problem, clockOffset } = useJourney()
  const when = useWhen()
  const announce = useAnnounce()
  const [pin, setPin] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const pinField = () => form.current?.querySelectorAll('input')[1]?.focus()
  useEffect(() => {
    if (justSent) form.current?.querySelector('input')?.focus()
  }, [justSent])
  const wait = useCountdown(activation.resendAt, clockOffset)
  const left = useCountdown(activation.expiresAt, clockOffset)
  const expired = left === 0
  const credential = view.credentials.find((each) => each.id === activation.credential)
  // Null where the code alone signs.
  const key = activation.credential
  const pinMissing = key !== null && pin.length < 4
  const complaint = !asked ? null : code.length < 6 ? t('codeMissing') : pinMissing ? t('pinMissing') : null

  const resend = async () => {
    setCode('')
    setAsked(false)
    const done = await (expired
      ? act(key === null ? { act: 'send_signing_code' } : { act: 'start_signing', credential: key })
      : act({ act: 'resend_code', activation: activation.id }))
    if (done) announce(t('sentAgain'))
  }
  const sign = async () => {
    setAsked(true)
    if (pinMissing || code.length < 6) return
    const entry = { activation: activation.id, code }
    if (await act(key === null ? { act: 'sign_by_code', ...entry } : { act: 'sign', ...entry, pin })) return
    // Both are typed again: the answer does not say which one was wrong.
    setPin('')
    setCode('')
    setAsked(false)
  }
  const sending = pending === 'resend_code' || pending === 'start_signing' || pending === 'send_signing_code'
  const signing = pending === 'sign' || pending === 'sign_by_code'
  return (
    <Column>
      <Heading lead={t(key === null ? 'byCode.lead' : 'lead', { phone: unbroken(activation.phoneMasked) })}>
        {t('title', { count: view.documents.length })}
      </Heading>
      <Form id="sign" ref={form} className="space-y-5" send={() => void sign()} noValidate>
        <div>
          <CodeInput
            label={t('code')}
            boxes={6}
            oneTime
            value={code}
            onChange={setCode}
            onFull={pinField}
            name="code"
            aside={expired ? t('codeExpired') : activation.sendsLeft > 0 && wait > 0 ? t('newCodeIn', { time: clockOf(wait) }) : undefined}
          />
          {activation.sendsLeft > 0 && (wait === 0 || expired) && (
            <Button kind="quiet" size="small" className="mt-1 -ml-4" busy={sending} onClick={() => void resend()}>
              {t('newCode')}
            </Button>
          )}
          {activation.sendsLeft === 0 && <p className="mt-2 text-sm text-soft">{t('noMoreCodes', { requester: view.requester.name })}</p>}
        </div>
        {key !== null && <CodeInput label={t('pin')} secret="current" value={pin} onChange={setPin} name="pin" />}
      </Form>
      {/* In a block of their own: at the end of a column they would stand below a gap, away from the fields. */}
      <div>
        <Actions
          atEnd
          notice={
            <MissingNotice missing={complaint}>
              <ProblemNotice {...(problem?.code === 'SIGNING_REFUSED' && activation.triesLeft === 1 ? { more: t('lastTry') } : {})} />
              <RetryingNotice />
            </MissingNotice>
          }
        >
          <Button
            type="submit"
            form="sign"
            icon={<PenLine className="size-5" strokeWidth={1.75} aria-hidden />}
            busy={signing}
            disabled={expired}
          >
            {signing ? t('signing') : t('sign')}
          </Button>
        </Actions>
      </div>
      <div className="pb-6">
        {key !== null && <NoKey credential={key} />}
        <FoldedDocuments />
        {credential !== undefined && (
          <p className="mt-3 text-sm text-soft">{t('with', { name: credential.commonName, date: when.day(credential.notAfter) })}</p>
        )}
      </div>
    </Column>
  )
}
