'use client'
// What was read of the document so far, said as soon as a side is done: its kind, its country and how long it is valid.

import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../journey-data'
import { useWhen } from '@/components/ui/when'

export function DocumentRead({ title }: { title: string }) {
  const t = useTranslations('journey')
  const when = useWhen()
  const { verification } = useJourney().view
  if (!verification?.read) return <Notice tone="good" title={title} />
  const { country, expiry } = verification.read
  const kind = t(`identity.kinds.${verification.documentType}.title`)
  return (
    <Notice tone="good" title={title}>
      {t('document.read', { kind, country: when.country(country), end: expiry === null ? 'none' : when.calendarDate(expiry) })}
    </Notice>
  )
}
