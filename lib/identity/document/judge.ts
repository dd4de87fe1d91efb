// Judges the reading of one side of a document, check by check, against the policy and the signer's declarations.
import { atLeast, atMost, holds, orRefer, type Check, type Finding } from '../finding'
import { aspectOf } from '../engine/geometry'
import { alpha2Of } from '../mrz/country-codes'
import { isExpired } from '../mrz/dates'
import type { OtherKind } from '../mrz/other-kind'
import { judgeHolder, judgePrintedSpecimen, type RulesOfCheck } from './rules'
import { judgeReproduction } from './reproduction'
import { judgePrint } from '../print/judge'
import { readLicence } from '../print/licence'
import type { PrintedLine } from '../print/printed-line'
import type { MrzProblem, MrzReading } from '../mrz/parse'
import { EMBEDDING_MODEL, READER_MODEL, TEXT_MODEL } from '../models'
import type { Policy } from '../policy'
import type { DocumentReading, ZoneResult } from './analyse'
import { documentSides, type DocumentSide, type DocumentType } from '../../domain/capture'

// `documentType`: what the signer chose.
export type DocumentContext = RulesOfCheck & {
  // ISO 3166-1 alpha-2 of the issuing state that the signer chose; null when the signer was not asked.
  readonly country: string | null
  // What was read on the other side, where it was shown before. Cards of format TD2 have their zone on the front.
  readonly otherSide: OtherSide | null
}

export type OtherSide = { readonly mrz: MrzReading | null; readonly print: readonly PrintedLine[] }

const hasZone = (side: OtherSide | null): boolean => side !== null && side.mrz !== null

const GEOMETRY = 'card-geometry/1'
const RULES = 'icao-9303/1'

const ofSide = ({ side }: DocumentReading) => ({ side })

function shotFindings(reading: DocumentReading, policy: Policy): Finding[] {
  const { shot, zone } = reading
  const { document } = policy
  if (!shot) return [holds('document_in_frame', false, GEOMETRY, { ...ofSide(reading), found: false })]
  const detail = ofSide(reading)
  const near = Math.min(shot.width / document.minWidth, shot.fill / document.minFill)
  const light = { check: 'document_light', model: 'luma/1', detail } as const
  const colour = atLeast({ check: 'document_colour', score: shot.chroma, threshold: document.minChroma, model: 'chroma/1', detail })
  return [
    holds('document_in_frame', shot.complete, GEOMETRY, { ...detail, found: true }),
    atLeast({
      check: 'document_distance',
      score: near,
      threshold: 1,
      model: GEOMETRY,
      detail: { ...detail, width: Math.round(shot.width) },
    }),
    shot.light > document.maxLight
      ? atMost({ ...light, score: shot.light, threshold: document.maxLight })
      : atLeast({ ...light, score: shot.light, threshold: document.minLight }),
    atLeast({
      check: 'document_sharpness',
      score: shot.sharpness,
      threshold: document.minSharpness,
      model: 'laplacian-denoised/1',
      detail,
    }),
    atMost({
      check: 'document_glare',
      // A reflection on a zone that was read with certainty has covered nothing.
      score: Math.max(zone && isLegible(zone, policy) ? 0 : shot.glareOnZone, shot.glareOnPortrait),
      threshold: document.maxGlare,
      model: 'burnt-out/1',
      detail,
    }),
    shot.chroma >= document.copyChroma ? orRefer(colour, 'DOCUMENT_COLOURLESS') : colour,
  ]
}

function sideFindings(reading: DocumentReading): Finding[] {
  if (!reading.shot) return []
  const { side, documentType, portrait, zone } = reading
  const detail = { ...ofSide(reading), portrait: portrait !== null, zone: zone !== null }
  const lines = zone !== null && zone.weakest > -3
  // A swapped side is recognised by what only the other side has. A side with neither portrait nor zone is unreadable, not swapped.
  const swapped = documentSides(documentType).length > 1 && (side === 'front' ? portrait === null && lines : portrait !== null && !lines)
  const found = side === 'front' ? [holds('document_portrait', portrait !== null, EMBEDDING_MODEL, detail)] : []
  return [holds('document_side', !swapped, 'portrait-and-zone/1', detail), ...found]
}

const CHECK_OF_KIND: Readonly<Record<OtherKind, Check>> = {
  visa: 'document_no_visa',
  residence_permit: 'document_no_permit',
  crew_certificate: 'document_no_crew_certificate',
  driving_licence: 'document_no_licence',
  former_french_card: 'document_layout',
}

type Unaccepted = 'country' | 'expiry_unknown' | MrzProblem

const IS_OF_TYPE: Readonly<Record<DocumentType, (mrz: MrzReading) => boolean>> = {
  passport: ({ format, documentCode }) => format === 'TD3' && documentCode.startsWith('P'),
  national_id: ({ format, documentCode }) => format !== 'TD3' && /^[AIC](?!R)/.test(documentCode),
  residence_permit: ({ format, documentCode }) => format === 'TD1' && /^[AIC]R/.test(documentCode),
  drivers_license: ({ format }) => format === null,
}

// Kinds that are recognised by their lines, and may be what the signer chose.
const KIND_OF_TYPE: Readonly<Partial<Record<DocumentType, OtherKind>>> = {
  residence_permit: 'residence_permit',
  drivers_license: 'driving_licence',
}

/** Null where the lines are of a kind that was chosen, or of none that is not taken. */
export function judgeOtherKind(kind: OtherKind | null, documentType: DocumentType, side: DocumentSide | 'chip'): Finding | null {
  return kind === null || kind === KIND_OF_TYPE[documentType] ? null : holds(CHECK_OF_KIND[kind], false, RULES, { side })
}

type ReadZone = Pick<ZoneResult, 'mrz' | 'problems'>

function unaccepted({ mrz, problems }: ReadZone, { document }: Policy): Unaccepted | null {
  const country = alpha2Of(mrz.issuer)
  const [problem] = problems.filter((each) => each !== 'check_digit')
  if (country === null || (document.countries !== null && !document.countries.includes(country))) return 'country'
  if (problem) return problem
  return mrz.expiry === null ? 'expiry_unknown' : null
}

function expiryFindings(expiry: string | null, side: DocumentSide | 'chip', now: Date): Finding[] {
  if (expiry === null) return []
  const daysLeft = Math.floor((Date.parse(expiry) - now.getTime()) / 86_400_000)
  return [holds('document_expiry', !isExpired(expiry, now), RULES, { side, days_left: daysLeft })]
}

/** What a zone says, wherever it was read with certainty. `print`: of the side with the portrait, as far as it was read. */
export function judgeZone(
  zone: ReadZone,
  side: DocumentSide | 'chip',
  context: DocumentContext,
  policy: Policy,
  print: readonly PrintedLine[],
): Finding[] {
  const { mrz } = zone
  const wrong = mrz.checkDigits.filter(({ valid }) => !valid).map(({ field }) => field)
  const refused = unaccepted(zone, policy)
  const ofType = IS_OF_TYPE[context.documentType](mrz) && policy.document.types.includes(context.documentType)
  const country = alpha2Of(mrz.issuer)
  const agrees = context.country === null || context.country === country
  return [
    holds('document_check_digits', wrong.length === 0, RULES, { side, format: mrz.format, wrong: wrong.join(',') }),
    holds('document_type', ofType, RULES, { side, format: mrz.format }),
    holds('document_accepted', refused === null, RULES, { side, because: refused, country }),
    ...expiryFindings(mrz.expiry, side, context.now),
    ...judgeHolder(mrz, side, context, print),
    holds('document_data_agreement', agrees, RULES, { side, declared: context.country, read: country }),
  ]
}

type ShownSide = Pick<DocumentReading, 'documentType' | 'side'> & { readonly zone?: ZoneResult | null }

// Cards of format TD2 have their zone on the front: one that is seen there must be read there.
const zoneNeeded = ({ documentType, side, zone }: ShownSide, zoneOnOtherSide: boolean): boolean =>
  documentType === 'passport' ? side === 'front' : side === 'back' ? !zoneOnOtherSide : zone?.mrz.format === 'TD2'

// Width by height: a card has 1.59, the page of a passport 1.42 (Doc 9303-4 and 9303-5).
const ASPECT_OF_CARD = 1.53

const isCardForPage = ({ documentType, zone, portrait, shot }: DocumentReading): boolean =>
  documentType === 'passport' &&
  zone === null &&
  portrait !== null &&
  shot !== null &&
  shot.complete &&
  aspectOf(shot.quad) > ASPECT_OF_CARD

function zoneFindings(reading: DocumentReading, context: DocumentContext, policy: Policy): Finding[] {
  const { side, zone, shot, otherKind } = reading
  const needed = zoneNeeded(reading, hasZone(context.otherSide))
  // Whatever else its lines say, they are those of another kind of document.
  const ofOtherKind = shot && judgeOtherKind(otherKind, reading.documentType, side)
  if (ofOtherKind) return [ofOtherKind]
  if (!shot || (!zone && !needed)) return []
  // The front of a card has no lines that could be cleaned.
  if (isCardForPage(reading)) return [holds('document_type', false, GEOMETRY, { side, format: null })]
  const readable = { check: 'document_mrz_readable', model: READER_MODEL, threshold: 0 } as const
  if (!zone) return [atLeast({ ...readable, score: -10, detail: { side, frames: 0 } })]
  const { weakest, weakestUnchecked, frames, agreeing } = zone
  const places = (value: number) => Math.round(value * 1000) / 1000
  const detail = {
    side,
    frames,
    agreeing,
    weakest: places(weakest),
    weakest_unchecked: places(weakestUnchecked),
    format: zone.mrz.format,
  }
  const legible = atLeast({ ...readable, score: certainty(zone, policy), detail })
  // What cannot be read with certainty is not judged: "expired" or "wrong check digit" would accuse a smudge.
  if (!legible.passed) return needed ? [legible] : []
  return [legible, ...judgeZone(zone, side, context, policy, printBeside(reading, context) ?? [])]
}

// What a licence prints: without a zone, and with nothing to hold it against, so a person decides in any case.
function licenceFindings(reading: DocumentReading, context: DocumentContext, { document }: Policy): Finding[] {
  const { side, documentType, shot, zone } = reading
  if (documentType !== 'drivers_license' || !shot) return []
  if (zone) return [holds('document_type', false, RULES, { side, format: zone.mrz.format })]
  const licence = licenceOf(reading, context)
  const readable = holds('document_fields', licence !== null, TEXT_MODEL, { side })
  if (!licence) return [readable]
  const { issuer, expiry } = licence
  const country = alpha2Of(issuer)
  const taken = country !== null && (document.countries === null || document.countries.includes(country))
  return [
    readable,
    holds('document_type', document.types.includes(documentType), RULES, { side, format: null }),
    holds('document_accepted', taken, RULES, { side, because: taken ? null : 'country', country }),
    ...expiryFindings(expiry, side, context.now),
    ...judgeHolder(licence, side, context, reading.print),
    orRefer(holds('document_print', false, TEXT_MODEL, { side }), 'DOCUMENT_WITHOUT_ZONE'),
  ]
}

/** The fields of a licence, where one was chosen and they are legible. */
export const licenceOf = ({ documentType, zone, print }: DocumentReading, { country, now }: DocumentContext): MrzReading | null =>
  documentType === 'drivers_license' && !zone && country !== null ? readLicence(print, country, now) : null

// How far the reading is above what is demanded of its least certain characters: 0 or more is legible. What no other still reads as well must be
// certain in each character: a misread one seldom looks the same twice.
const certainty = ({ weakest, weakestUnchecked, agreeing }: ZoneResult, { document }: Policy): number =>
  agreeing >= 2
    ? Math.min(weakest - document.minCharacter, weakestUnchecked - document.minUncheckedCharacter)
    : weakest - document.minLoneCharacter

const isLegible = (zone: ZoneResult, policy: Policy): boolean => certainty(zone, policy) >= 0

// What the zone says, where it was read with certainty: nothing else of it is kept.
export const legibleOf = ({ zone }: DocumentReading, policy: Policy): MrzReading | null =>
  zone !== null && isLegible(zone, policy) ? zone.mrz : null

// The portrait is on the front.
const printBeside = ({ side, print }: DocumentReading, { otherSide }: DocumentContext): readonly PrintedLine[] | null =>
  side === 'front' ? print : (otherSide?.print ?? null)

// Judged on the side that comes last: print and zone are both there.
function printFindings(reading: DocumentReading, context: DocumentContext, policy: Policy): Finding[] {
  const { side } = reading
  const { otherSide } = context
  const own = legibleOf(reading, policy)
  const mrz = own ?? otherSide?.mrz ?? null
  const print = printBeside(reading, context)
  if (mrz === null || print === null || (side === 'back' && own === null)) return []
  const zoneSide = own === null ? 'back' : side
  return judgePrint({ ...context, mrz, print, zoneSide })
}

// Cards of one kind with two holders correlate as a whole, and their portraits do not. What shows no face, as under a reflection, accuses nobody.
// Measured on 42 films of eleven documents under four lights: up to 0.34; in nine that another holder's document continues, 0.63 and more.
function holderFindings(side: DocumentSide, holder: number | null, { face }: Policy): Finding[] {
  if (holder === null) return []
  const same = { check: 'document_same', score: holder, threshold: face.acceptDistance, model: EMBEDDING_MODEL, detail: { side } } as const
  return [orRefer(atMost(same), 'DOCUMENT_EXCHANGED')]
}

// What has no portrait is known by its lines.
function linesFindings(side: DocumentSide, other: number | null, { document }: Policy): Finding[] {
  if (other === null) return []
  const same = {
    check: 'document_same',
    score: other,
    threshold: document.maxOtherCharacters,
    model: READER_MODEL,
    detail: { side },
  } as const
  return [orRefer(atMost(same), 'DOCUMENT_EXCHANGED')]
}

function movementFindings({ side, movement, shot }: DocumentReading, policy: Policy): Finding[] {
  const { document, liveness } = policy
  const { moved, first, asked, framesDone, framesBetween, reactionMs, continuity, glareTravel } = movement
  const inTime = reactionMs !== null && reactionMs >= liveness.minReactionMs
  const done = first === asked && framesDone >= 2 && framesBetween >= 1 && inTime
  const detail = {
    side,
    asked,
    first,
    frames_done: framesDone,
    frames_between: framesBetween,
    reaction_ms: reactionMs && Math.round(reactionMs),
  }
  // The score is how far it moved; a movement that came too early, jumped or went another way first counts as none.
  const score = done ? moved : Math.min(0.99, Math.max(0, moved) * 0.5)
  const motion: Finding[] =
    glareTravel === null
      ? []
      : [atLeast({ check: 'document_glare_motion', score: glareTravel, threshold: 0.02, model: 'burnt-out/1', detail: { side } })]
  const same = {
    check: 'document_continuity',
    score: continuity,
    threshold: document.minContinuity,
    model: 'correlation/1',
    detail: { side },
  } as const
  return [
    atLeast({ check: 'document_movement', score, threshold: 1, model: 'outline/1', detail }),
    ...(done && shot
      ? [atLeast(same), ...holderFindings(side, movement.holder, policy), ...linesFindings(side, movement.otherCharacters, policy)]
      : []),
    ...motion,
  ]
}

export function judgeDocumentSide(reading: DocumentReading, context: DocumentContext, policy: Policy): Finding[] {
  return [
    holds('capture_readable', reading.unreadableFrames === 0, 'jpeg/1', { side: reading.side }),
    ...shotFindings(reading, policy),
    ...judgeReproduction(reading, policy),
    ...sideFindings(reading),
    ...zoneFindings(reading, context, policy),
    ...licenceFindings(reading, context, policy),
    ...printFindings(reading, context, policy),
    ...judgePrintedSpecimen(reading.print, reading.side, context),
    ...movementFindings(reading, policy),
  ]
}

// What must have been found and passed before a side counts: a missing finding is a failure.
export function requiredOfSide(shown: ShownSide, zoneOnOtherSide: boolean): Check[] {
  const always: Check[] = ['document_in_frame', 'document_side', 'document_movement', 'document_continuity']
  const portrait: Check[] = shown.side === 'front' ? ['document_portrait'] : []
  const zone: Check[] = [
    'document_mrz_readable',
    'document_check_digits',
    'document_type',
    'document_accepted',
    'document_expiry',
    'holder_age',
  ]
  const licence: Check[] = ['document_fields', 'document_type', 'document_accepted', 'document_expiry', 'holder_age']
  if (shown.documentType === 'drivers_license') return [...always, ...portrait, ...licence]
  return [...always, ...portrait, ...(zoneNeeded(shown, zoneOnOtherSide) ? zone : [])]
}
