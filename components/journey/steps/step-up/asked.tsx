'use client'
// Why a selfie is asked for at a step-up, and with what it is compared.

import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { useWhen } from '@/components/ui/when'
import { useJourney } from '../../journey-data'

export function Asked({ stepUp: { checkedAt, afterDays } }: { stepUp: NonNullable<JourneyView['stepUp']> }) {
  const t = useTranslations('journey.stepUp')
  const when = useWhen()
  const { view } = useJourney()
  return t('asked', { day: when.day(checkedAt), days: afterDays, requester: view.requester.name })
}
