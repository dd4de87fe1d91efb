'use client'
// This journey is being continued on another device: the page follows it live, and can take over.

import { useState } from 'react'
import { Check, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, Tag } from '@/components/ui/card'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { CodeInput } from '@/components/ui/code-input'
import { useJourney } from '../journey-data'
import { ProblemNotice } from '../problem-notice'
import { useWhen } from '@/components/ui/when'

const DIGITS = 8
/** Said beside the code. */
const AT_FIELD = ['SCREEN_CODE_WRONG'] as const

export function OtherDevice() {
  const t = useTranslations('journey.otherDevice')
  const steps = useTranslations('journey.steps')
  const { view, takeOverHere, pending } = useJourney()
  const when = useWhen()
  const other = view.otherDevice
  const number = view.presence?.number ?? null
  const kind = other?.kind ?? 'phone'
  const first = view.signer.name.split(' ')[0] ?? view.signer.name
  return (
    <Column>
      <Heading lead={t('lead')}>{kind === 'phone' ? t('titlePhone') : t('titleDesk')}</Heading>
      <Card>
        <div className="flex items-start gap-4">
          <span className="grid size-12 shrink-0 place-items-center rounded-full bg-good-wash text-good">
            <Smartphone className="size-6" strokeWidth={1.75} aria-hidden />
          </span>
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{kind === 'phone' ? t('connectedPhone', { name: first }) : t('connectedDesk', { name: first })}</p>
            {other !== null && <p className="text-body text-soft">{t('since', { time: when.time(other.since) })}</p>}
            <p className="mt-2" role="status">
              {t('now', { step: nowOf() })}
            </p>
            {view.verification !== null && view.place.at === 'step' && view.verification.side === 'back' && (
              <p className="mt-2">
                <Tag tone="good" icon={Check}>
                  {t('frontDone')}
                </Tag>
              </p>
            )}
          </div>
        </div>
      </Card>
      {view.presence !== null && number === null && <TypeCode />}
      {number !== null && (
        <Card className="mt-5" tone="accent">
          <p className="font-semibold">{t('number.title')}</p>
          <p className="mt-1 text-body text-soft">{t('number.text')}</p>
          <p
            className="mt-3 font-mono text-4xl leading-none font-semibold tracking-widest"
            role="img"
            aria-label={t('number.label', { number })}
          >
            {number}
          </p>
        </Card>
      )}
      <p className="mt-5 text-body text-soft">{t(view.presence === null ? 'takeOverMeans' : 'takeOverAnew')}</p>
      <Actions atEnd={view.presence !== null} notice={<ProblemNotice except={AT_FIELD} />}>
        <Button kind="outline" busy={pending === 'take_over'} onClick={() => void takeOverHere()}>
          {t('takeOver')}
        </Button>
      </Actions>
    </Column>
  )

  function nowOf(): string {
    const { place, verification } = view
    if (place.at === 'waiting') {
      if (place.for === 'seal') return steps('sealing')
      return place.for === 'checking' || place.for === 'decision' ? t(place.for) : t('waiting')
    }
    if (place.at === 'closed') return t('waiting')
    if (place.step === 'document' && verification?.side)
      return verification.documentType === 'passport' ? t('passport') : t(`side.${verification.side}`)
    return steps(place.step)
  }
}

/** Where the person types what their present screen shows, to go on at this one. */
function TypeCode() {
  const t = useTranslations('journey.otherDevice.code')
  const { act, pending, problem } = useJourney()
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (code.length === DIGITS) await act({ act: 'join_elsewhere', code })
  }
  const error = asked && code.length < DIGITS ? t('missing') : problem?.code === 'SCREEN_CODE_WRONG' ? problem.message : undefined
  return (
    <Card className="mt-5" tone="accent">
      <p className="font-semibold">{t('title')}</p>
      <p className="mt-1 mb-4 text-body text-soft">{t('text')}</p>
      <CodeInput label={t('label')} boxes={DIGITS} value={code} onChange={setCode} error={error} />
      <div className="mt-4">
        <Button wide busy={pending === 'join_elsewhere'} onClick={() => void submit()}>
          {t('submit')}
        </Button>
      </div>
    </Card>
  )
}
