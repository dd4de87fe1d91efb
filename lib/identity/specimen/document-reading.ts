// One side of a test document as the analysis would have read it: well within the policy, except for the script's fault.
import type { DocumentFrames, DocumentReading, ShotMeasures, ZoneResult } from '../document/analyse'
import type { MovementResult } from '../document/movement'
import type { OtherKind } from '../mrz/other-kind'
import type { Movement } from '../../domain/capture'
import type { PrintedLine } from '../print/printed-line'
import type { ReasonCode } from '../reasons'
import { PORTRAIT } from './faces'
import type { CaptureScript } from './script'
import { formatOf, specimenZone } from './zone'

export type SpecimenSide = Pick<DocumentFrames, 'side' | 'documentType'> & {
  readonly movement: Movement
  readonly country: string
  readonly now: Date
  // The side laid flat, as JPEG.
  readonly picture: Uint8Array
}

const SHOT: ShotMeasures = {
  seq: 0,
  quad: { topLeft: [210, 130], topRight: [1070, 130], bottomRight: [1070, 590], bottomLeft: [210, 590] },
  complete: true,
  width: 860,
  fill: 0.67,
  light: 170,
  sharpness: 60,
  chroma: 0.08,
  glare: 0,
  glareOnZone: 0,
  glareOnPortrait: 0,
  raster: 0,
  rim: { corners: 4, straight: 0, bordered: 0 },
  zoneAcross: null,
}

const SPOILED_SHOT: Partial<Record<ReasonCode, Partial<ShotMeasures>>> = {
  DOCUMENT_NOT_IN_FRAME: { complete: false },
  DOCUMENT_TOO_FAR: { width: 210, fill: 0.16 },
  DOCUMENT_TOO_DARK: { light: 31 },
  DOCUMENT_BLURRED: { sharpness: 3 },
  DOCUMENT_GLARE: { glare: 0.2, glareOnZone: 0.31, glareOnPortrait: 0.12 },
  DOCUMENT_COPY: { chroma: 0.002 },
}

const OTHER_KIND_SHOWN: Partial<Record<ReasonCode, OtherKind>> = {
  DOCUMENT_VISA: 'visa',
  DOCUMENT_RESIDENCE_PERMIT: 'residence_permit',
  DOCUMENT_CREW_CERTIFICATE: 'crew_certificate',
  DOCUMENT_DRIVING_LICENCE: 'driving_licence',
  DOCUMENT_FORMER_LAYOUT: 'former_french_card',
}

const FOREIGN_PRINT: ReadonlySet<ReasonCode> = new Set(['DOCUMENT_PRINT_DISAGREES', 'DOCUMENT_SIDES_DISAGREE'])
const LABELS = ['Surname', 'Given names', 'Date of birth', 'Date of expiry']
const ELSEWHERE = ['HUXLEY', 'BIRGIT', 'X1Y2Z3T4U', '30.06.1961', '28.02.2029']

export function specimenReading(script: CaptureScript, side: SpecimenSide): DocumentReading {
  const { fault } = script
  const front = side.side === 'front'
  const zoneHere = formatOf(side.documentType, script) === 'TD1' ? !front : front
  // Sides swapped: the front is read as a back, with a zone and without a portrait.
  const swapped = front && fault === 'DOCUMENT_SIDES_SWAPPED'
  const portrait = front && !swapped && fault !== 'DOCUMENT_PORTRAIT_NOT_FOUND'
  return {
    side: side.side,
    documentType: side.documentType,
    unreadableFrames: fault === 'CAPTURE_INCOMPLETE' ? 1 : 0,
    shot: { ...SHOT, ...(fault === null ? {} : SPOILED_SHOT[fault]) },
    picture: side.picture,
    zone: zoneHere || swapped ? zoneOf(script, side) : null,
    otherKind: (fault && OTHER_KIND_SHOWN[fault]) ?? null,
    print: front ? printOf(script, side) : [],
    portrait: portrait ? { area: { left: 0.06, top: 0.24, right: 0.3, bottom: 0.72 }, confidence: 0.98, embedding: PORTRAIT } : null,
    movement: movementOf(fault, side.movement),
  }
}

function zoneOf(script: CaptureScript, { documentType, country, now }: SpecimenSide): ZoneResult | null {
  const parsed = specimenZone(documentType, script, country, now)
  if (!parsed.ok) return null
  const weakest = script.fault === 'DOCUMENT_UNREADABLE' ? -5 : -0.08
  return { mrz: parsed.mrz, problems: parsed.problems, frames: 3, agreeing: 3, confidence: -0.01, weakest, weakestUnchecked: weakest }
}

// What the front prints: the lines of the zone in words and figures, or somebody else's.
function printOf(script: CaptureScript, { documentType, country, now }: SpecimenSide): PrintedLine[] {
  const parsed = specimenZone(documentType, script, country, now)
  if (!parsed.ok) return []
  const { surname, givenNames, documentNumber, dateOfBirth, expiry, nationality, sex } = parsed.mrz
  const issued = `${Number((expiry ?? '').slice(0, 4)) - 10}${(expiry ?? '').slice(4)}`
  const [birth = '', start = '', end = ''] = [dateOfBirth ?? '', issued, expiry ?? ''].map((date) => date.split('-').reverse().join('.'))
  const others = script.fault !== null && FOREIGN_PRINT.has(script.fault)
  // On a licence the order says which field is which.
  const licence = documentType === 'drivers_license'
  const own = licence
    ? [surname, givenNames.join(' '), birth, start, end, documentNumber]
    : [surname, givenNames.join(' '), `${nationality} ${sex ?? ''}`.trim(), documentNumber, birth, end]
  const lines = others ? ELSEWHERE : own
  return [...(licence ? [] : LABELS), ...lines].map((line) => line.split(' ').map((text) => ({ text, certainty: 95 })))
}

function movementOf(fault: ReasonCode | null, asked: Movement): MovementResult {
  const still = fault === 'DOCUMENT_NOT_MOVED'
  return {
    asked,
    moved: still ? 0.1 : 1.9,
    first: still ? null : asked,
    reactionMs: still ? null : 640,
    framesDone: still ? 0 : 4,
    framesBetween: still ? 0 : 3,
    restIndex: 0,
    peakIndex: still ? null : 6,
    found: 1,
    continuity: fault === 'DOCUMENT_CHANGED' ? 0.1 : 0.93,
    glareTravel: 0.18,
    moving: [],
    holder: 0.08,
    otherCharacters: null,
    clock: Array.from({ length: 20 }, (_, at) => ({ captured: at * 125, received: at * 125 })),
    givenAt: 0,
    // Nothing was filmed that could be known again.
    digests: [],
    prints: [],
    course: [],
  }
}
