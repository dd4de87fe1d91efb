'use client'
// The phone number for codes, proven by a code sent to it.

import { useState } from 'react'
import { PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Field } from '@/components/ui/field'
import { useAnnounce } from '@/components/ui/live-region'
import { clockOf, useCountdown } from '@/components/ui/use-countdown'
import { unbroken } from '@/components/ui/when'
import { asciiDigits } from '@/lib/domain/digits'
import { useJourney } from '../../journey-data'

const RESEND_AFTER_MS = 30_000
const SHORTEST = 6

type Complaint = 'phoneMissing' | 'codeNotSent' | 'codeMissing'
export type PhoneProofState = ReturnType<typeof usePhoneProof>

const digits = (number: string) => asciiDigits(number).replace(/[^\d+]/g, '')

/** `given`: the number on file. */
export function usePhoneProof(given: string | null) {
  const t = useTranslations('journey.names')
  const { act } = useJourney()
  const announce = useAnnounce()
  const [number, setNumber] = useState(given ?? '')
  const [code, setCode] = useState('')
  /** The number a code went to, and when another may be asked for. */
  const [sent, setSent] = useState<{ to: string; again: string } | null>(null)
  const to = digits(number)
  const sentHere = sent !== null && sent.to === to
  const complaint: Complaint | null =
    to.length < SHORTEST ? 'phoneMissing' : !sentHere ? 'codeNotSent' : code.length < 6 ? 'codeMissing' : null
  return {
    number: number.trim(),
    code,
    sent,
    sentHere,
    complaint,
    sendable: to.length >= SHORTEST,
    setNumber,
    setCode,
    change: () => setSent(null),
    send: async () => {
      setCode('')
      if (!(await act({ act: 'send_phone_code', phone: number.trim() }))) return
      setSent({ to, again: new Date(Date.now() + RESEND_AFTER_MS).toISOString() })
      announce(t('codeSent'))
    },
  }
}

/** `onFull`: all digits of the code are typed. */
export function PhoneProof({ proof, asked, onFull }: { proof: PhoneProofState; asked: boolean; onFull: () => void }) {
  const t = useTranslations('journey.names')
  const { problem } = useJourney()
  const phoneError =
    problem?.code === 'PHONE_INVALID' ? problem.message : asked && proof.complaint === 'phoneMissing' ? t('phoneMissing') : undefined
  return (
    <section className="space-y-5" aria-labelledby="phone-heading">
      <h2 id="phone-heading" className="font-semibold">
        {t('phoneTitle')}
      </h2>
      {proof.sentHere ? (
        <TypeCode proof={proof} onFull={onFull} />
      ) : (
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
      )}
    </section>
  )
}

function TypeCode({ proof, onFull }: { proof: PhoneProofState; onFull: () => void }) {
  const t = useTranslations('journey.names')
  const { pending, problem } = useJourney()
  const wait = useCountdown(proof.sent?.again ?? null)
  return (
    <div>
      <div className="-mt-4 mb-2 flex flex-wrap items-center justify-between gap-x-3">
        <p className="text-body text-soft">{t('sentTo', { phone: unbroken(proof.number) })}</p>
        <Button kind="quiet" size="small" className="-mr-4" icon={<PencilLine className="size-4" aria-hidden />} onClick={proof.change}>
          {t('change')}
        </Button>
      </div>
      <CodeInput
        label={t('code')}
        boxes={6}
        oneTime
        value={proof.code}
        onChange={proof.setCode}
        onFull={onFull}
        autoFocus
        aside={wait > 0 ? t('codeAgainIn', { time: clockOf(wait) }) : undefined}
        error={problem?.code === 'CODE_INVALID' || problem?.code === 'RESEND_TOO_SOON' ? problem.message : undefined}
      />
      {wait === 0 && (
        <Button kind="quiet" size="small" className="mt-1 -ml-4" busy={pending === 'send_phone_code'} onClick={() => void proof.send()}>
          {t('codeAgain')}
        </Button>
      )}
    </div>
  )
}
