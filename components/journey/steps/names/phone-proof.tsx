'use client'
// The phone number for codes, proven by a code sent to it.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Field } from '@/components/ui/field'
import { useAnnounce } from '@/components/ui/live-region'
import { clockOf, useCountdown } from '@/components/ui/use-countdown'
import { useJourney } from '../../journey-data'

const RESEND_AFTER_MS = 30_000

type Complaint = 'phoneMissing' | 'codeNotSent' | 'codeMissing'

export type PhoneProofState = {
  number: string
  code: string
  setNumber(number: string): void
  setCode(code: string): void
  /** The number a code went to, and when another may be asked for. */
  sent: { to: string; again: string } | null
  setSent(sent: { to: string; again: string } | null): void
  complaint: Complaint | null
}

const digits = (number: string) => number.replace(/[^\d+]/g, '')

/** `given`: the number on file. */
export function usePhoneProof(given: string | null): PhoneProofState {
  const [number, setNumber] = useState(given ?? '')
  const [code, setCode] = useState('')
  const [sent, setSent] = useState<{ to: string; again: string } | null>(null)
  const complaint: Complaint | null =
    digits(number).length < 6 ? 'phoneMissing' : sent?.to !== digits(number) ? 'codeNotSent' : code.length < 6 ? 'codeMissing' : null
  return { number: number.trim(), code, setNumber, setCode, sent, setSent, complaint }
}

export function PhoneProof({ proof, asked }: { proof: PhoneProofState; asked: boolean }) {
  const t = useTranslations('journey.names')
  const { act, pending, problem } = useJourney()
  const announce = useAnnounce()
  const wait = useCountdown(proof.sent?.again ?? null)
  const sentHere = proof.sent?.to === digits(proof.number)
  const send = async () => {
    const to = digits(proof.number)
    proof.setCode('')
    if (await act({ act: 'send_phone_code', phone: proof.number })) {
      proof.setSent({ to, again: new Date(Date.now() + RESEND_AFTER_MS).toISOString() })
      announce(t('codeSent'))
    }
  }
  const phoneError =
    problem?.code === 'PHONE_INVALID' ? problem.message : asked && proof.complaint === 'phoneMissing' ? t('phoneMissing') : undefined
  return (
    <section className="space-y-5" aria-labelledby="phone-heading">
      <div>
        <h2 id="phone-heading" className="font-semibold">
          {t('phoneTitle')}
        </h2>
        <p className="mt-1 text-body text-soft">{t('phoneWhy')}</p>
      </div>
      <Field
        label={t('phone')}
        hint={t('phoneHint')}
        value={proof.number}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={30}
        dir="ltr"
        placeholder="+48 500 123 456"
        onChange={(event) => proof.setNumber(event.target.value)}
        error={phoneError}
      />
      {!sentHere && (
        <Button
          kind="outline"
          wide
          busy={pending === 'send_phone_code'}
          disabled={digits(proof.number).length < 6}
          onClick={() => void send()}
        >
          {t('sendCode')}
        </Button>
      )}
      {sentHere && (
        <>
          <CodeInput
            label={t('code')}
            boxes={6}
            oneTime
            value={proof.code}
            onChange={proof.setCode}
            autoFocus
            hint={t('codeHint')}
            aside={wait > 0 ? t('codeAgainIn', { time: clockOf(wait) }) : undefined}
            error={problem?.code === 'CODE_INVALID' || problem?.code === 'RESEND_TOO_SOON' ? problem.message : undefined}
          />
          {wait === 0 && (
            <Button kind="quiet" size="small" busy={pending === 'send_phone_code'} onClick={() => void send()}>
              {t('codeAgain')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}
