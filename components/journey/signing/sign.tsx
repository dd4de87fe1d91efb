'use client'
// Place: the act of signing. First the certificate and the code, then PIN and code on one screen beside what is being signed.

import { useJourney } from '../journey-data'
import { SendCode } from './send-code'
import { EnterCode } from './enter-code'

export function Sign() {
  const { view } = useJourney()
  return view.activation === null ? <SendCode /> : <EnterCode key={view.activation.id} activation={view.activation} />
}
