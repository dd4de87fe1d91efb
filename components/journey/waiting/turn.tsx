'use client'
// Place: somebody else signs first. Says who, and that a mail will come.

import { Hourglass } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Message } from '@/components/ui/page/message'
import { useJourney } from '../journey-data'
import { OthersList } from '../others'
import { useWhen } from '@/components/ui/when'

export function WaitingTurn() {
  const t = useTranslations('journey.waitingTurn')
  const { view } = useJourney()
  const when = useWhen()
  const name = view.place.at === 'waiting' ? view.place.signer : undefined
  return (
    <Message
      icon={Hourglass}
      title={name === undefined ? t('titleSomeone') : t('title', { name })}
      text={t('text', { email: view.signer.emailMasked })}
    >
      <OthersList />
      <p className="mt-5 text-body text-soft">{t('until', { date: when.moment(view.expiresAt) })}</p>
    </Message>
  )
}
