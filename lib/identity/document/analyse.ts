// Reads one side of an identity document from its frames: quality, machine readable zone, portrait and the movement that was asked.
import { layOut, waysFor, type Laid, type View, type Way } from './layout'
import { findCard } from './card'
import { analyseMovement, type MovementFrames, type MovementResult } from './movement'
import { findPortrait, type DocumentPortrait } from './portrait'
import { glareWithin, isClear, measureShot, type Area, type ShotQuality } from './quality'
import { rasterOf } from './raster'
import { rimOf, type Rim } from './rim'
import { sameDocument } from './same-document'
import { decodedAhead } from '../engine/ahead'
import { turned, type Quad } from '../engine/geometry'
import { encodeJpeg, toGrey, type RgbImage } from '../engine/image'
import type { CameraFrame } from '../frame'
import { otherKindOf, type OtherKind } from '../mrz/other-kind'
import { parseMrz, type MrzProblem, type MrzReading } from '../mrz/parse'
import { readZone, showsLicenceLine, type ZoneReading } from '../mrz/reader/read-zone'
import { voteZones } from '../mrz/reader/vote'
import { compareField } from '../print/compare'
import { PRINTED_FIELDS } from '../print/layouts'
import { readPrint } from '../print/read-print'
import type { PrintedLine } from '../print/printed-line'
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
  // How strong a regular raster is.
  readonly raster: number
  // Of a card that was found by its outline; passports have no rim of their own.
  readonly rim: Rim | null
  // The lines of the zone as a part of the document's width.
  readonly zoneAcross: number | null
}

export type ZoneResult = {
  readonly mrz: MrzReading
  readonly problems: readonly MrzProblem[]
  readonly frames: number
  // How many stills read these very lines.
  readonly agreeing: number
  readonly confidence: number
  // Log-probability of the least certain character, and of the least certain among those that no check digit covers.
  readonly weakest: number
  readonly weakestUnchecked: number
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
  // The lines are those of another kind of document than passport or identity card.
  readonly otherKind: OtherKind | null
  readonly portrait: DocumentPortrait | null
  // What is printed beside the portrait; nothing is read on a back.
  readonly print: readonly PrintedLine[]
  readonly movement: MovementResult
}

const STILL_SIDE = 1920
const SHOTS = 3
// Part of a document: less hides nothing that another still must show.
const LITTLE_GLARE = 0.001
// Around the zone, in parts of the height.
const ZONE_MARGIN = 0.02
const LEAST_CONFIDENCE = -0.6
// Printed fields in rows have the letters of a zone here and there, but not in the places of one.
const LEAST_FIT = -1
// Log-probability of the least certain of the first characters, which say what kind of document it is.
const LEAST_OPENING = -0.5
const OPENING = 5
// Readings as sure as this end the search when they agree.
const SURE = -0.25

type Shot = Laid & { readonly quality: ShotQuality }

async function decoded(frames: readonly CameraFrame[]): Promise<{ views: View[]; unreadable: number }> {
  const views: View[] = []
  let unreadable = 0
  for await (const { frame, image } of decodedAhead(frames, STILL_SIDE)) {
    if (image === null) {
      unreadable++
      continue
    }
    const grey = toGrey(image)
    views.push({ seq: frame.seq, image, grey, outline: findCard(grey) })
  }
  return { views, unreadable }
}

// Laying a still flat and measuring it takes a tenth of a second: where the first ones are good, the others are left out.
async function takeShots(views: readonly View[], way: Way, now: Date, policy: Policy): Promise<Shot[]> {
  const shots: Shot[] = []
  for (const laid of layOut(views, way, now)) {
    shots.push({ ...laid, quality: measureShot(laid.view.image, laid.quad, laid.flat) })
    if (shots.filter(({ quality }) => isGood(quality, policy)).length === SHOTS) break
  }
  // Sharp and free of glare first.
  const rank = ({ quality }: Shot) => quality.sharpness * (1 - Math.min(1, quality.glare.area * 10)) * (quality.complete ? 1 : 0.3)
  const [best, ...others] = shots.sort((a, b) => rank(b) - rank(a)).slice(0, SHOTS)
  if (!best) return []
  // Portrait, rim and raster are those of the best: zone and print that another document shows in between are not read.
  return [best, ...(await sameDocument(best, others))]
}

const isGood = (quality: ShotQuality, policy: Policy): boolean =>
  quality.complete && isClear(quality, policy) && quality.glare.area < LITTLE_GLARE

// Frames are read until two agree with certainty, or as many as `patience` show no zone.
function readZones(shots: readonly Shot[], now: Date, patience: number): ZoneReading[] {
  const readings: ZoneReading[] = []
  for (const [at, { flat }] of shots.entries()) {
    const reading = readZone(toGrey(flat), true, now)
    if (reading && reading.confidence >= LEAST_CONFIDENCE * 2) readings.push(reading)
    if (at + 1 === patience && !readings.some(({ fit }) => fit >= LEAST_FIT)) break
    const certain = readings.filter(({ weakest }) => weakest > SURE)
    if (new Set(certain.map(({ lines }) => lines.join())).size === 1 && certain.length >= 2) break
  }
  return readings
}

type Lines = {
  readonly text: readonly string[]
  readonly zone: ZoneResult | null
  readonly otherKind: OtherKind | null
  readonly place: Quad
}

function linesOf(readings: readonly ZoneReading[], now: Date): Lines | null {
  const vote = voteZones(readings, now)
  // Other texts in rows are read as well, but never with much confidence.
  if (!vote || vote.confidence < LEAST_CONFIDENCE) return null
  const { lines, frames, agreeing, confidence, weakest, weakestUnchecked, fit, place, reading } = vote
  const sure = reading[0]?.slice(0, OPENING).every((thought) => Math.max(...thought) >= LEAST_OPENING) ?? false
  const otherKind = sure ? otherKindOf(lines) : null
  const parsed = parseMrz(lines, now)
  if (!parsed.ok || fit < LEAST_FIT) return otherKind && { text: lines, zone: null, otherKind, place }
  const { mrz, problems } = parsed
  return { text: lines, zone: { mrz, problems, frames, agreeing, confidence, weakest, weakestUnchecked }, otherKind, place }
}

// What is seen of the document when it is looked for in one way.
type Look = { readonly way: Way; readonly shots: readonly Shot[]; readonly portrait: DocumentPortrait | null; readonly lines: Lines | null }

async function lookAt(views: readonly View[], way: Way, input: DocumentFrames, policy: Policy, patience: number): Promise<Look | null> {
  const now = new Date(input.now)
  const shots = await takeShots(views, way, now, policy)
  const [best] = shots
  if (!best) return null
  // The lines of a passport say whether this is its page at all: its portrait is looked for where the search ends.
  if (input.documentType === 'passport') return { way, shots, portrait: null, lines: linesOf(readZones(shots, now, patience), now) }
  const portrait = await findPortrait(best.flat)
  const lines = linesOf(readZones(shots, now, zoneExpected(input, portrait) ? patience : 1), now)
  return { way, shots, portrait, lines }
}

// A portrait on the back or none on the front may mean that the sides were swapped: the zone is looked for to be sure.
const zoneExpected = ({ side, documentType }: DocumentFrames, portrait: DocumentPortrait | null): boolean =>
  side === 'back' || documentType === 'passport' || portrait === null

// The two lines of a passport stand at the foot of its page and fill its width: where they do not, the outline was not the page's.
function fillsPage({ topLeft, bottomLeft, bottomRight }: Quad, { width, height }: RgbImage): boolean {
  const [across, high] = [(bottomRight[0] - bottomLeft[0]) / width, (bottomLeft[1] - topLeft[1]) / width]
  return across > 0.8 && across < 0.97 && high > 0.05 && high < 0.1 && bottomLeft[1] > height * 0.85
}

// Whether the document was found: otherwise it may lie another way round, or its outline may not be its own.
function convinces({ way, shots, portrait, lines }: Look, { side, documentType }: DocumentFrames): boolean {
  const [best] = shots
  if (documentType === 'passport' && way.by === 'outline')
    return best !== undefined && best.quality.complete && lines !== null && fillsPage(lines.place, best.flat)
  return lines !== null || (portrait !== null && side === 'front')
}

async function bestLook(views: readonly View[], input: DocumentFrames, policy: Policy): Promise<Look | null> {
  let first: Look | null = null
  for (const [at, way] of waysFor(views, input.documentType).entries()) {
    // What is no zone takes longest to read: in a way that is less likely, one still is enough to see it.
    const look = await lookAt(views, way, input, policy, at === 0 ? 2 : 1)
    if (look && convinces(look, input)) return withPortrait(look, input)
    first ??= look
    // What is too dark or blurred is not found another way round either.
    if (first?.shots[0] && !isClear(first.shots[0].quality, policy)) break
  }
  return first && withPortrait(first, input)
}

// Also of a page whose lines are covered: a portrait that is plainly seen must not be told as missing.
const withPortrait = async (look: Look, { documentType }: DocumentFrames): Promise<Look> =>
  documentType === 'passport' && look.shots[0] ? { ...look, portrait: await findPortrait(look.shots[0].flat) } : look

// Where the zone is expected when glare made it unreadable.
const footOf = (flat: RgbImage) => ({ left: 0, right: 1, top: flat.width / flat.height < 1.5 ? 0.78 : 0.58, bottom: 0.98 })

function extentOf({ topLeft, topRight, bottomRight, bottomLeft }: Quad, { height }: RgbImage) {
  return {
    left: 0,
    right: 1,
    top: Math.max(0, Math.min(topLeft[1], topRight[1]) / height),
    bottom: Math.min(1, Math.max(bottomLeft[1], bottomRight[1]) / height),
  }
}

const zoneAreaOf = (flat: RgbImage, lines: Lines | null, expected: boolean): Area | null =>
  lines ? extentOf(lines.place, flat) : expected ? footOf(flat) : null

// Not to be read as print: the portrait, and everything from the zone down.
function coveredIn({ shots: [best], portrait, lines }: Look, expected: boolean): Area[] {
  const zone = best ? zoneAreaOf(best.flat, lines, expected) : null
  return [...(zone ? [{ ...zone, top: zone.top - ZONE_MARGIN, bottom: 1 }] : []), ...(portrait ? [portrait.area] : [])]
}

// The page of an open passport that was found by its zone is in the picture where its zone and its portrait are: its edges are where they are
// expected, and may be expected beyond the picture.
const showsPage = ({ way, portrait, lines }: Look): boolean => way.by === 'zone' && lines?.zone != null && portrait !== null

function measuresOf({ view, quad, flat, quality }: Shot, look: Look, input: DocumentFrames): ShotMeasures {
  const { way, portrait, lines } = look
  const { glare, complete, ...rest } = quality
  const zone = zoneAreaOf(flat, lines, zoneExpected(input, portrait))
  const card = input.documentType !== 'passport' && way.by === 'outline'
  return {
    ...rest,
    seq: view.seq,
    quad,
    complete: complete || showsPage(look),
    glare: glare.area,
    glareOnZone: zone ? glareWithin(glare, zone) : 0,
    glareOnPortrait: portrait ? glareWithin(glare, portrait.area) : 0,
    raster: rasterOf(view.grey, quad),
    rim: card ? rimOf(view.image, turned(quad, way.turn), flat.width / flat.height) : null,
    zoneAcross: lines ? (lines.place.bottomRight[0] - lines.place.bottomLeft[0]) / flat.width : null,
  }
}

const agrees = (print: readonly PrintedLine[], mrz: MrzReading, now: Date): boolean =>
  PRINTED_FIELDS.every((field) => compareField(field, print, mrz, now) === 'agrees')

// `read`: who reads what is printed beside the portrait.
// A passport has everything on its data page; a card has the portrait on the front and mostly the zone on the back.
export async function analyseDocumentFrames(
  input: DocumentFrames,
  policy: Policy,
  read: typeof readPrint = readPrint,
): Promise<DocumentReading> {
  const { side, documentType } = input
  const { views, unreadable } = await decoded(input.stills)
  const look = await bestLook(views, input, policy)
  const best = look?.shots[0]
  const portrait = look?.portrait ?? null
  const lines = look?.lines ?? null
  return {
    side,
    documentType,
    unreadableFrames: unreadable,
    shot: best && look ? measuresOf(best, look, input) : null,
    picture: best ? await encodeJpeg(best.flat, 88) : null,
    zone: lines?.zone ?? null,
    otherKind: lines ? lines.otherKind : best && !portrait && showsLicenceLine(toGrey(best.flat)) ? 'driving_licence' : null,
    portrait,
    print:
      side === 'front' && look
        ? await read(
            look.shots.map(({ flat }) => flat),
            coveredIn(look, zoneExpected(input, portrait)),
            (print) => lines?.zone != null && agrees(print, lines.zone.mrz, new Date(input.now)),
          )
        : [],
    movement: await analyseMovement(
      input.movement,
      best && look
        ? { flat: best.flat, way: look.way, portrait: portrait?.embedding ?? null, lines: lines?.zone ? lines.text : null, now: input.now }
        : null,
      policy,
    ),
  }
}
