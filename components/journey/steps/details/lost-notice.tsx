'use client'
// Why somebody who has signed before shows their ID once more.

import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { useWhen } from '@/components/ui/when'
import { useJourney } from '../../journey-data'

/** `focus`: it has just been found out. */
export function LostNotice({ focus = false }: { focus?: boolean }) {
  const t = useTranslations('journey.details.lost')
  const when = useWhen()
  const { lost } = useJourney().view
  if (lost === null) return null
  return (
    <div className="mb-5">
      <Notice title={t('title')} focus={focus}>
        {t(lost.because, { day: lost.at === null ? '' : when.day(lost.at) })}
      </Notice>
    </div>
  )
}
