'use client'
// Place: the act of signing. By a click; or first the certificate and the code, then PIN and code on one screen beside what is being signed.

import { useState } from 'react'
import { useJourney } from '../../journey-data'
import { ClickToSign } from './click-to-sign'
import { SendCode } from './send-code'
import { EnterCode } from './enter-code'

export function Sign() {
  const { view } = useJourney()
  const [arrivedWith] = useState(view.activation?.id)
  if (view.byClick) return <ClickToSign />
  if (view.activation === null) return <SendCode />
  return <EnterCode key={view.activation.id} activation={view.activation} justSent={view.activation.id !== arrivedWith} />
}
