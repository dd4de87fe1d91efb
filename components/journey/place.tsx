'use client'
// From the place that the server names to the page that serves it; exhaustive, so that a new place cannot be forgotten.

import type { JourneyView } from '@/lib/http/schemas/journey'
import { useJourney } from './journey-data'
import { Terms } from './consent/terms'
import { IssuanceTerms } from './consent/issuance-terms'
import { Certificate } from './consent/certificate'
import { Details } from './person/details'
import { ExtractedData } from './person/extracted-data'
import { Names } from './person/names'
import { Pin } from './person/pin'
import { Identity } from './identity/identity'
import { DocumentStage } from './identity/document'
import { SelfieStage } from './identity/selfie'
import { Checking } from './identity/checking'
import { NeedHelp } from './identity/help'
import { Review } from './signing/review'
import { Sign } from './signing/sign'
import { Sealing } from './signing/sealing'
import { Done } from './signing/done'
import { OtherDevice } from './closed/other-device'
import { WaitingTurn } from './closed/waiting-turn'
import { Cancelled, Expired, Refused, RefusedByOther } from './closed/closed'

/** Changes exactly when the page does. */
export function placeKey(view: JourneyView): string {
  const { place } = view
  if (place.at === 'closed') return `closed ${place.because}`
  if (!view.active_here && !(place.at === 'waiting' && place.for === 'turn')) return 'other device'
  return place.at === 'waiting' ? `waiting ${place.for}` : `step ${place.step}`
}

export function Place() {
  const { view } = useJourney()
  const { place } = view
  if (place.at !== 'closed' && placeKey(view) === 'other device') return <OtherDevice />
  switch (place.at) {
    case 'step':
      return <StepPlace step={place.step} />
    case 'waiting':
      return <WaitingPlace awaited={place.for} />
    case 'closed':
      return <ClosedPlace because={place.because} />
  }
}

type At<K extends JourneyView['place']['at']> = Extract<JourneyView['place'], { at: K }>

function StepPlace({ step }: { step: At<'step'>['step'] }) {
  switch (step) {
    case 'terms':
      return <Terms />
    case 'details':
      return <Details />
    case 'issuance_terms':
      return <IssuanceTerms />
    case 'identity':
      return <Identity />
    case 'document':
      return <DocumentStage />
    case 'selfie':
      return <SelfieStage />
    case 'extracted_data':
      return <ExtractedData />
    case 'names':
      return <Names />
    case 'pin':
      return <Pin />
    case 'certificate':
      return <Certificate />
    case 'review':
      return <Review />
    case 'sign':
      return <Sign />
  }
}

function WaitingPlace({ awaited }: { awaited: At<'waiting'>['for'] }) {
  switch (awaited) {
    case 'turn':
      return <WaitingTurn />
    case 'checking':
      return <Checking />
    case 'help':
      return <NeedHelp />
    case 'seal':
      return <Sealing />
  }
}

function ClosedPlace({ because }: { because: At<'closed'>['because'] }) {
  switch (because) {
    case 'signed':
      return <Done />
    case 'refused':
      return <Refused />
    case 'refused_by_other':
      return <RefusedByOther />
    case 'expired':
      return <Expired />
    case 'cancelled':
      return <Cancelled />
  }
}
