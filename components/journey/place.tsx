'use client'
// Finds the page for the place that the server names. The tables are exhaustive: a place without a page is a type error.

import { createElement, type ComponentType } from 'react'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { useJourney } from './journey-data'
import { pageOf } from './pages'
import { IssuanceTerms } from './steps/issuance-terms/issuance-terms'
import { Certificate } from './steps/certificate/certificate'
import { Details } from './steps/details/details'
import { ExtractedData } from './steps/extracted-data/extracted-data'
import { Pin } from './steps/pin/pin'
import { ShowDocument } from './steps/document/show-document'
import { SavedIdentity } from './steps/saved-identity/saved-identity'
import { SelfieStage } from './steps/selfie/selfie'
import { StepUp } from './steps/step-up/step-up'
import { Checking } from './waiting/checking'
import { AwaitingDecision } from './waiting/decision'
import { NeedHelp } from './waiting/help'
import { Review } from './steps/review/review'
import { Sign } from './steps/sign/sign'
import { Sealing } from './waiting/sealing'
import { Done } from './closed/done'
import { OtherDevice } from './closed/other-device'
import { WaitingTurn } from './waiting/turn'
import { Cancelled, Expired, Refused, RefusedByOther } from './closed/closed'

type At<K extends JourneyView['place']['at']> = Extract<JourneyView['place'], { at: K }>

/** A key that changes exactly when another page is shown. */
export function placeKey(view: JourneyView): string {
  const { place } = view
  if (place.at === 'closed') return `closed ${place.because}`
  if (!view.activeHere && !(place.at === 'waiting' && place.for === 'turn')) return 'other device'
  return place.at === 'waiting' ? `waiting ${place.for}` : `step ${pageOf(place.step)}`
}

const STEPS: Record<At<'step'>['step'], ComponentType> = {
  terms: Details,
  details: Details,
  saved_identity: SavedIdentity,
  step_up: StepUp,
  issuance_terms: IssuanceTerms,
  identity: ShowDocument,
  document: ShowDocument,
  selfie: SelfieStage,
  extracted_data: ExtractedData,
  names: Pin,
  pin: Pin,
  certificate: Certificate,
  review: Review,
  sign: Sign,
}

const WAITING: Record<At<'waiting'>['for'], ComponentType> = {
  turn: WaitingTurn,
  checking: Checking,
  decision: AwaitingDecision,
  help: NeedHelp,
  seal: Sealing,
}

const CLOSED: Record<At<'closed'>['because'], ComponentType> = {
  signed: Done,
  refused: Refused,
  refused_by_other: RefusedByOther,
  expired: Expired,
  cancelled: Cancelled,
}

function shownAt(view: JourneyView): ComponentType {
  const { place } = view
  if (place.at === 'closed') return CLOSED[place.because]
  if (placeKey(view) === 'other device') return OtherDevice
  return place.at === 'step' ? STEPS[place.step] : WAITING[place.for]
}

export function Place() {
  const { view } = useJourney()
  return createElement(shownAt(view))
}
