'use client'
// For people who hold several certificates: another one is chosen here, and one with another phone is first proven by a code to that phone.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Sheet } from '@/components/ui/sheet'
import { unbroken, useWhen } from '@/components/ui/when'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'

type Other = JourneyView['otherCertificates'][number]

export function OtherCertificates() {
  const t = useTranslations('journey.savedIdentity.others')
  const { view, act } = useJourney()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState<Other | null>(null)
  const change = (next: boolean) => {
    setOpen(next)
    setAsked(null)
  }
  if (view.otherCertificates.length === 0) return null
  const choose = async (other: Other) => {
    if (await act({ act: 'choose_saved_identity', credential: other.id })) change(false)
  }
  return (
    <>
      <Button kind="quiet" size="small" onClick={() => change(true)}>
        {t('open')}
      </Button>
      <Sheet
        open={open}
        onOpenChange={change}
        title={t('title')}
        description={asked === null ? t('text') : t('sent', { phone: unbroken(asked.phoneMasked) })}
        closeLabel={t('back')}
      >
        <div className="space-y-3 pt-3">
          {asked === null ? (
            <List onChoose={(other) => void choose(other)} onSent={setAsked} />
          ) : (
            <EnterItsCode other={asked} onProven={() => void choose(asked)} />
          )}
          <Button kind="quiet" wide onClick={() => change(false)}>
            {t('back')}
          </Button>
        </div>
      </Sheet>
    </>
  )
}

function List({ onChoose, onSent }: { onChoose(other: Other): void; onSent(other: Other): void }) {
  const t = useTranslations('journey.savedIdentity.others')
  const { view, act, pending } = useJourney()
  const when = useWhen()
  const press = async (other: Other) => {
    if (other.proven) onChoose(other)
    else if (await act({ act: 'send_other_code', credential: other.id })) onSent(other)
  }
  return (
    <>
      <ul className="space-y-3">
        {view.otherCertificates.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              disabled={pending !== null}
              onClick={() => void press(other)}
              className="w-full rounded-card border border-line bg-paper p-4 text-left hover:border-accent disabled:opacity-60"
            >
              <bdi className="font-semibold">{other.commonName}</bdi>
              <span className="mt-1 block text-body text-soft">
                {t('about', { date: when.day(other.until), phone: unbroken(other.phoneMasked) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ProblemNotice />
    </>
  )
}

function EnterItsCode({ other, onProven }: { other: Other; onProven(): void }) {
  const t = useTranslations('journey')
  const { view, act, pending, problem } = useJourney()
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const prove = async () => {
    setAsked(true)
    if (code.length < 6) return
    if (await act({ act: 'prove_other', credential: other.id, code })) onProven()
  }
  const refused = problem?.code === 'CODE_INVALID' || problem?.code === 'RESEND_TOO_SOON' ? problem.message : undefined
  const sendAgain = async () => {
    setCode('')
    setAsked(false)
    await act({ act: 'send_other_code', credential: other.id })
  }
  return (
    <>
      <Form id="other" send={() => void prove()} noValidate>
        <CodeInput
          label={t('details.before.code')}
          boxes={6}
          // The code to sign may be awaited behind this sheet.
          oneTime={view.activation === null}
          autoFocus
          value={code}
          onChange={setCode}
          error={asked && code.length < 6 ? t('details.before.missing') : refused}
        />
        <Button kind="quiet" size="small" className="mt-2 -ml-4" busy={pending === 'send_other_code'} onClick={() => void sendAgain()}>
          {t('details.before.again')}
        </Button>
      </Form>
      <ProblemNotice except={['CODE_INVALID', 'RESEND_TOO_SOON']} />
      <Button type="submit" form="other" wide busy={pending === 'prove_other' || pending === 'choose_saved_identity'}>
        {t('savedIdentity.others.use')}
      </Button>
    </>
  )
}
