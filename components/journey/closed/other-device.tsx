'use client'
// This journey is being continued on another device: the page follows it live, and can take over.

import { Check, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, Tag } from '@/components/ui/card'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../journey-data'
import { ProblemNotice } from '../problem-notice'
import { useWhen } from '@/components/ui/when'

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
      <p className="mt-5 text-body text-soft">{t(number === null ? 'takeOverMeans' : 'takeOverAnew')}</p>
      <Actions notice={<ProblemNotice />}>
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
