// A check of identity from readings to verdict: judges one side of the document, and then all sides with the selfie.
import type { JudgedChip } from './chip/judge'
import { conclude, type Conclusion } from './conclusion'
import type { DocumentReading } from './document/analyse'
import type { Area } from './document/quality'
import type { DocumentSide, DocumentType } from '../domain/capture'
import { judgeFilm, REQUIRED_OF_FILM } from './document/film-judge'
import { judgeDocumentSide, legibleOf, licenceOf, requiredOfSide, type DocumentContext } from './document/judge'
import type { Embedding } from './face/embedding'
import { judgeFaceMatch, judgeFaceUnlike } from './face/match'
import type { Check, Finding } from './finding'
import { judgeElsewhere } from './known-elsewhere'
import { leftToPerson } from './liveness/accommodation'
import { REQUIRED_OF_SELFIE, type SelfieReading } from './liveness/judge'
import type { ReplayReading } from './liveness/replay'
import type { MrzReading } from './mrz/parse'
import type { Policy } from './policy'
import { CHECK_OF_PRINT } from './print/judge'
import type { PrintedLine } from './print/printed-line'
import type { ReasonCode } from './reasons'
import type { Referral } from './referrals'

// Plain data, stored sealed under the key of the check. `portrait` never leaves the server.
export type SideReading = {
  readonly side: DocumentSide
  readonly findings: readonly Finding[]
  // Why this shot must be taken again.
  readonly problem: ReasonCode | null
  readonly mrz: MrzReading | null
  readonly portrait: Embedding | null
  // What is printed beside the portrait; absent in readings of before.
  readonly print?: readonly PrintedLine[]
  // Where on the side laid flat the portrait is; absent in readings of before.
  readonly portraitArea?: Area | null
}

// `picture`: the document laid flat as JPEG, for the signer's own eyes and the identity proof.
export type JudgedSide = SideReading & { readonly picture: Uint8Array | null }

export type Verdict = {
  readonly outcome: Conclusion['outcome']
  // Why it failed.
  readonly reason: ReasonCode | null
  // Why a person decides.
  readonly referrals: readonly Referral[]
  readonly findings: readonly Finding[]
  readonly matchScore: number | null
  readonly mrz: MrzReading | null
}

// `replay`: what films of earlier checks have of this one (`findReplay` of its trace).
export function judgeSide(reading: DocumentReading, replay: ReplayReading, context: DocumentContext, policy: Policy): JudgedSide {
  const { side, portrait, print, picture } = reading
  const findings = [...judgeDocumentSide(reading, context, policy), ...judgeFilm(reading, replay, policy)]
  const zoneOnOtherSide = context.otherSide !== null && context.otherSide.mrz !== null
  const conclusion = conclude(findings, [...requiredOfSide(reading, zoneOnOtherSide), ...REQUIRED_OF_FILM])
  return {
    side,
    findings,
    // Only a failure asks for another picture; where a person decides, another one does not help.
    problem: conclusion.outcome === 'failed' ? conclusion.reason : null,
    mrz: legibleOf(reading, policy) ?? licenceOf(reading, context),
    portrait: portrait?.embedding ?? null,
    print,
    portraitArea: portrait?.area ?? null,
    picture,
  }
}

// `mrz` and `portrait`: null unless the chip is authenticated. Then they outrank what is printed. Stored like a side.
export type ChipReading = JudgedChip & { readonly portrait: Embedding | null }

export type WholeCheck = {
  readonly documentType: DocumentType
  readonly sides: readonly SideReading[]
  // Null where no chip was read.
  readonly chip?: ChipReading | null
  readonly selfie: SelfieReading
  // Document and face under other names.
  readonly elsewhere?: { readonly documents: number; readonly nearest: number | null }
  // Test mode: nobody is there to decide, so what is uncertain fails.
  readonly nobodyDecides?: boolean
  // No document is shown: the portrait of an earlier check, of which the description was kept; null where it is gone.
  readonly kept?: Embedding | null
  // A person has approved document and selfie; these are the faces that they saw. Another selfie only has to show the same person.
  readonly approvedFaces?: readonly Embedding[]
}

// The portrait with which a selfie is compared: that of the chip, once it is authenticated, before the printed one.
export function portraitOf({ sides, chip }: Pick<WholeCheck, 'sides' | 'chip'>): Embedding | null {
  return chip?.mrz ? chip.portrait : (sides.find((side) => side.portrait !== null)?.portrait ?? null)
}

// What the document says: its chip, once it is authenticated, before its print.
export function dataOf({ sides, chip }: Pick<WholeCheck, 'sides' | 'chip'>): MrzReading | null {
  return chip?.mrz ?? sides.find((side) => side.mrz !== null)?.mrz ?? null
}

const same = (finding: Finding): Finding => finding
const settled = (finding: Finding): Finding => (finding.refers === undefined ? finding : { ...finding, passed: true })

export function decide(
  { documentType, sides, chip = null, selfie, elsewhere, nobodyDecides, kept, approvedFaces }: WholeCheck,
  policy: Policy,
): Verdict {
  const authentic = chip?.mrz ? chip : null
  const onDocument = kept === undefined ? portraitOf({ sides, chip }) : kept
  const portrait = approvedFaces ? (approvedFaces[0] ?? null) : onDocument
  const asked = !selfie.findings.some(({ check }) => check === 'face_match')
  // Of a person who wanted no comparison no face was kept with which the selfie of their next session could be compared.
  const compared = asked && portrait ? judgeFaceMatch(portrait, selfie.faces, policy) : null
  const match = compared ?? (asked && approvedFaces ? leftToPerson('face_match', 'FACE_NOT_COMPARED') : null)
  const ofSides = sides.flatMap((side) => side.findings)
  const ofOthers = [...(chip?.findings ?? []), ...(elsewhere ? judgeElsewhere(elsewhere, policy) : [])]
  const ofDocument = [...ofSides.map(authentic ? settled : same), ...ofOthers]
  // Two selfies may be as near to each other as they like.
  const unlike = asked && onDocument && !approvedFaces ? [judgeFaceUnlike(onDocument, selfie.faces, policy)] : []
  const ofSelfie = [...selfie.findings, ...(match ? [match] : []), ...unlike]
  const made = kept === undefined ? required(documentType, sides, authentic) : REQUIRED_OF_STEP_UP
  const concluded = conclude([...ofDocument.map(approvedFaces ? settled : same), ...ofSelfie], made)
  const conclusion = concluded.outcome === 'referred' && nobodyDecides ? UNCERTAIN : concluded
  return {
    outcome: conclusion.outcome,
    reason: conclusion.outcome === 'failed' ? conclusion.reason : null,
    referrals: conclusion.outcome === 'referred' ? conclusion.referrals : [],
    findings: [...ofSides, ...ofOthers, ...ofSelfie],
    matchScore: compared?.score ?? null,
    mrz: dataOf({ sides, chip }),
  }
}

// What a state has signed needs no photograph.
const REQUIRED_OF_CHIP: readonly Check[] = [
  'chip_authenticated',
  'document_check_digits',
  'document_type',
  'document_accepted',
  'document_expiry',
]

const REQUIRED_OF_STEP_UP: readonly Check[] = [...REQUIRED_OF_SELFIE, 'face_match']

const UNCERTAIN: Conclusion = { outcome: 'failed', reason: 'FACE_UNCERTAIN' }

// A check that was not made counts as failed, so an analysis that stopped half-way passes nobody.
function required(documentType: DocumentType, sides: readonly SideReading[], chip: ChipReading | null): Check[] {
  const zoneOnFront = sides.some(({ side, mrz }) => side === 'front' && mrz !== null)
  const ofSides = sides.flatMap(({ side }) => requiredOfSide({ documentType, side }, side === 'back' && zoneOnFront))
  const ofDocument: readonly Check[] = chip ? REQUIRED_OF_CHIP : [...ofSides, CHECK_OF_PRINT[zoneOnFront ? 'front' : 'back']]
  return [...new Set([...ofDocument, ...REQUIRED_OF_STEP_UP])]
}
