'use client'
// Place: the act of signing. By a click; or first a code is sent, then it is typed in, with the PIN where a key has one, beside what is being signed.

import { useState } from 'react'
import { useJourney } from '../../journey-data'
import { ClickToSign } from './click-to-sign'
import { SendCode } from './send-code'
import { SendCodeToSign } from './send-code-to-sign'
import { EnterCode } from './enter-code'

export function Sign() {
  const { view } = useJourney()
  const [arrivedWith] = useState(view.activation?.id)
  if (view.signedBy === 'click') return <ClickToSign />
  if (view.activation === null) return view.signedBy === 'code' ? <SendCodeToSign /> : <SendCode />
  return <EnterCode key={view.activation.id} activation={view.activation} justSent={view.activation.id !== arrivedWith} />
}
