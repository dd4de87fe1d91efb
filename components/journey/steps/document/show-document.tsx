'use client'
// Place: the choice of the document, then its sides before the camera. One page: what is chosen opens the camera at once.

import { useState } from 'react'
import { useJourney } from '../../journey-data'
import { Identity } from '../identity/identity'
import { DocumentStage } from './document'

export function ShowDocument() {
  const { view } = useJourney()
  const [begun, setBegun] = useState(false)
  if (view.place.at === 'step' && view.place.step === 'document') return <DocumentStage openAtOnce={begun} />
  return <Identity onBegin={() => setBegun(true)} />
}
