// Reads one side of an identity document from its frames: quality, machine readable zone, portrait and the movement that was asked.
import { findCard, flattenCard } from './card'
import { analyseMovement, type MovementFrames, type MovementResult } from './movement'
import { findPortrait, type DocumentPortrait } from './portrait'
import { glareWithin, measureShot, type ShotQuality } from './quality'
import type { Quad } from '../engine/geometry'
import { decodeFrame, encodeJpeg, toGrey, UnreadableFrame, type RgbImage } from '../engine/image'
import type { CameraFrame } from '../frame'
import { parseMrz, type MrzProblem, type MrzReading } from '../mrz/parse'
import { readZone, type ZoneReading } from '../mrz/reader/read-zone'
import { voteZones } from '../mrz/reader/vote'
import type { Policy } from '../policy'
import type { DocumentSide, DocumentType } from '../../domain/capture'

export type DocumentFrames = {
  readonly side: DocumentSide
  readonly documentType: DocumentType
  // The document held still, facing the camera: three to five frames, the larger the better.
  readonly stills: readonly CameraFrame[]
  readonly movement: MovementFrames
  // Milliseconds since 1970. Decides the century of dates.
  readonly now: number
}

export type ShotMeasures = Omit<ShotQuality, 'glare'> & {
  readonly seq: number
  readonly quad: Quad
  // Burnt-out share of the zone, of the portrait and of the whole.
  readonly glareOnZone: number
  readonly glareOnPortrait: number
  readonly glare: number
}

export type ZoneResult = {
  readonly mrz: MrzReading
  readonly problems: readonly MrzProblem[]
  readonly frames: number
  readonly agreement: number
  readonly confidence: number
  readonly weakest: number
  readonly repairs: number
}

export type DocumentReading = {
  readonly side: DocumentSide
  readonly documentType: DocumentType
  readonly unreadableFrames: number
  // The best still; null when no document was found on any.
  readonly shot: ShotMeasures | null
  // The best still laid flat, as JPEG: what the signer is shown and the evidence keeps.
  readonly picture: Uint8Array | null
  readonly zone: ZoneResult | null
  readonly portrait: DocumentPortrait | null
  readonly movement: MovementResult
}

const STILL_SIDE = 1920
const FLAT_WIDTH = 1400
const SHOTS = 3
const LEAST_CONFIDENCE = -0.6

type Shot = { readonly frame: CameraFrame; readonly quad: Quad; readonly flat: RgbImage; readonly quality: ShotQuality }

async function takeShots(frames: readonly CameraFrame[]): Promise<{ shots: Shot[]; unreadable: number }> {
  const shots: Shot[] = []
  let unreadable = 0
  for (const frame of frames) {
    try {
      const image = await decodeFrame(frame.jpeg, STILL_SIDE)
      const quad = findCard(toGrey(image))
      if (!quad) continue
      const flat = flattenCard(image, quad, FLAT_WIDTH)
      shots.push({ frame, quad, flat, quality: measureShot(image, quad, flat) })
    } catch (error) {
      if (!(error instanceof UnreadableFrame)) throw error
      unreadable++
    }
  }
  // Sharp and free of glare first.
  const rank = ({ quality }: Shot) => quality.sharpness * (1 - Math.min(1, quality.glare.area * 10)) * (quality.complete ? 1 : 0.3)
  return { shots: shots.sort((a, b) => rank(b) - rank(a)).slice(0, SHOTS), unreadable }
}

// Frames are read until two agree with certainty.
function readZones(shots: readonly Shot[], now: Date): ZoneReading[] {
  const readings: ZoneReading[] = []
  for (const { flat } of shots) {
    const reading = readZone(toGrey(flat), true, now)
    if (reading) readings.push(reading)
    const certain = readings.filter(({ weakest }) => weakest > -0.7)
    if (new Set(certain.map(({ lines }) => lines.join())).size === 1 && certain.length >= 2) break
  }
  return readings
}

function resultOf(readings: readonly ZoneReading[], now: Date): { zone: ZoneResult; extent: ZoneReading['extent'] } | null {
  const vote = voteZones(readings, now)
  // Other texts in rows are read as well, but never with much confidence.
  if (!vote || vote.confidence < LEAST_CONFIDENCE) return null
  const parsed = parseMrz(vote.lines, now)
  if (!parsed.ok) return null
  const { frames, agreement, confidence, weakest, repairs, extent } = vote
  return { zone: { mrz: parsed.mrz, problems: parsed.problems, frames, agreement, confidence, weakest, repairs }, extent }
}

// Where the zone is expected when glare made it unreadable.
const footOf = (flat: RgbImage) => ({ top: flat.width / flat.height < 1.5 ? 0.78 : 0.58, bottom: 0.98 })

function measuresOf({ frame, quad, quality }: Shot, extent: ZoneReading['extent'] | null, portrait: DocumentPortrait | null): ShotMeasures {
  const { glare, ...rest } = quality
  return {
    ...rest,
    seq: frame.seq,
    quad,
    glare: glare.area,
    glareOnZone: extent ? glareWithin(glare, { left: 0, right: 1, ...extent }) : 0,
    glareOnPortrait: portrait ? glareWithin(glare, portrait.area) : 0,
  }
}

// A passport has everything on its data page; a card has the portrait on the front and mostly the zone on the back.
export async function analyseDocumentFrames(input: DocumentFrames, policy: Policy): Promise<DocumentReading> {
  const now = new Date(input.now)
  const { shots, unreadable } = await takeShots(input.stills)
  const [best] = shots
  const portrait = best ? await findPortrait(best.flat) : null
  // A portrait on the back or none on the front may mean that the sides were swapped: the zone is looked for to be sure.
  const zoneExpected = input.side === 'back' || input.documentType === 'passport' || portrait === null
  const readings = readZones(zoneExpected ? shots : shots.slice(0, 1), now)
  const result = resultOf(readings, now)
  return {
    side: input.side,
    documentType: input.documentType,
    unreadableFrames: unreadable,
    shot: best ? measuresOf(best, result?.extent ?? (zoneExpected ? footOf(best.flat) : null), portrait) : null,
    picture: best ? await encodeJpeg(best.flat, 88) : null,
    zone: result?.zone ?? null,
    portrait,
    movement: await analyseMovement(input.movement, best?.flat ?? null, policy),
  }
}
