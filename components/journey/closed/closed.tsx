'use client'
// The ends without a signature: refused, refused by another, expired, cancelled. Each says what it means and what can be done.

import { Ban, CalendarX, CircleSlash, PenOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { useJourney } from '../journey-data'
import { useWhen } from '@/components/ui/when'
import { WriteButton } from '../messages'
import { ReachRequester } from '../reach'
import { hostOf } from './host-of'

function BackToRequester() {
  const t = useTranslations('journey.closed')
  const { view } = useJourney()
  const host = view.redirectUrl === null ? null : hostOf(view.redirectUrl)
  if (view.redirectUrl === null || host === null) return null
  return <ButtonLink href={view.redirectUrl}>{t('backTo', { requester: view.requester.name, host })}</ButtonLink>
}

function Reference() {
  const t = useTranslations('journey.closed')
  const { view } = useJourney()
  return (
    <>
      <ReachRequester requester={view.requester} />
      <div className="mt-2">
        <WriteButton />
      </div>
      <p className="mt-6 text-sm text-soft">{t('reference', { id: view.requestId })}</p>
    </>
  )
}

export function Refused() {
  const t = useTranslations('journey.closed.refused')
  const { view } = useJourney()
  return (
    <Message icon={PenOff} title={t('title')} text={t('text', { requester: view.requester.name })}>
      <Reference />
      <Actions>
        <BackToRequester />
      </Actions>
    </Message>
  )
}

export function RefusedByOther() {
  const t = useTranslations('journey.closed.refusedByOther')
  const { view } = useJourney()
  return (
    <Message icon={CircleSlash} title={t('title')} text={t('text', { requester: view.requester.name })}>
      <Reference />
      <Actions>
        <BackToRequester />
      </Actions>
    </Message>
  )
}

export function Expired() {
  const t = useTranslations('journey.closed.expired')
  const { view } = useJourney()
  const when = useWhen()
  return (
    <Message
      icon={CalendarX}
      tone="warn"
      title={t('title')}
      text={t('text', { date: when.moment(view.expiresAt), requester: view.requester.name })}
    >
      <Reference />
      <Actions>
        <BackToRequester />
      </Actions>
    </Message>
  )
}

export function Cancelled() {
  const t = useTranslations('journey.closed.cancelled')
  const { view } = useJourney()
  return (
    <Message icon={Ban} title={t('title')} text={t('text', { requester: view.requester.name })}>
      <Reference />
      <Actions>
        <BackToRequester />
      </Actions>
    </Message>
  )
}
