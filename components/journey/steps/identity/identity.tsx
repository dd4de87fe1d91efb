'use client'
// Place: the choice of device, then country and kind of document. A failed attempt is explained before a new one begins.

import { useState } from 'react'
import { useJourney } from '../../journey-data'
import { ColumnSkeleton } from '@/components/ui/skeleton'
import { useTranslations } from 'next-intl'
import { DeviceChoice } from '../../camera/device-choice'
import { DocumentChoice } from './document-choice'
import { IdentityFailed } from './identity-failed'
import { useDevice } from '../../camera/use-device'

/** `onBegin`: a document was chosen at this screen, whose camera is to open. */
export function Identity({ onBegin }: { onBegin: () => void }) {
  const t = useTranslations('journey')
  const { view } = useJourney()
  const device = useDevice()
  const [read, setRead] = useState(false)
  const [here, setHere] = useState(false)
  if (view.failure !== null && !read) return <IdentityFailed failure={view.failure} onAgain={() => setRead(true)} />
  if (device === null) return <ColumnSkeleton label={t('opening')} />
  if (device === 'desk' && !here) return <DeviceChoice onContinueHere={() => setHere(true)} />
  return <DocumentChoice onBegin={onBegin} {...(device === 'desk' ? { onUsePhone: () => setHere(false) } : {})} />
}
