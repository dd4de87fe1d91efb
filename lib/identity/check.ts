// A check of identity from readings to verdict: judges one side of the document, and then all sides with the selfie.
import { conclude } from './conclusion'
import type { DocumentReading } from './document/analyse'
import type { DocumentSide, DocumentType } from '../domain/capture'
import { judgeDocumentSide, requiredOfSide, type DocumentContext } from './document/judge'
import type { Embedding } from './face/embedding'
import { judgeFaceMatch } from './face/match'
import type { Check, Finding } from './finding'
import { REQUIRED_OF_SELFIE, type SelfieReading } from './liveness/judge'
import type { MrzReading } from './mrz/parse'
import type { Policy } from './policy'
import type { ReasonCode } from './reasons'

// Plain data, stored sealed under the key of the check. `portrait` never leaves the server.
export type SideReading = {
  readonly side: DocumentSide
  readonly findings: readonly Finding[]
  // Why this shot must be taken again.
  readonly problem: ReasonCode | null
  readonly mrz: MrzReading | null
  readonly portrait: Embedding | null
}

// `picture`: the document laid flat as JPEG, for the signer's own eyes and the identity proof.
export type JudgedSide = SideReading & { readonly picture: Uint8Array | null }

export type Verdict = {
  readonly outcome: 'passed' | 'failed'
  readonly reason: ReasonCode | null
  readonly findings: readonly Finding[]
  readonly matchScore: number | null
  readonly mrz: MrzReading | null
}

export function judgeSide(reading: DocumentReading, context: DocumentContext, policy: Policy): JudgedSide {
  const { side, zone, portrait, picture } = reading
  const findings = judgeDocumentSide(reading, context, policy)
  const { outcome, reason } = conclude(findings, requiredOfSide(reading, context.zoneOnOtherSide), policy)
  return {
    side,
    findings,
    // Only a failure asks for another picture; where only a human could decide, another one does not help.
    problem: outcome === 'failed' ? reason : null,
    mrz: zone?.mrz ?? null,
    portrait: portrait?.embedding ?? null,
    picture,
  }
}

export type WholeCheck = {
  readonly documentType: DocumentType
  readonly sides: readonly SideReading[]
  readonly selfie: SelfieReading
}

export function decide({ documentType, sides, selfie }: WholeCheck, policy: Policy): Verdict {
  const portrait = sides.find((side) => side.portrait !== null)?.portrait ?? null
  const match = portrait && judgeFaceMatch(portrait, selfie.faces, policy)
  const findings = [...sides.flatMap((side) => side.findings), ...selfie.findings, ...(match ? [match] : [])]
  const { outcome, reason } = conclude(findings, required(documentType, sides), policy)
  return {
    // A signer about whom only a human could decide has not passed.
    outcome: outcome === 'passed' ? 'passed' : 'failed',
    reason,
    findings,
    matchScore: match?.score ?? null,
    mrz: sides.find((side) => side.mrz !== null)?.mrz ?? null,
  }
}

// A check that was not made counts as failed, so an analysis that stopped half-way passes nobody.
function required(documentType: DocumentType, sides: readonly SideReading[]): Check[] {
  const zoneOnFront = sides.some(({ side, mrz }) => side === 'front' && mrz !== null)
  const ofSides = sides.flatMap(({ side }) => requiredOfSide({ documentType, side }, side === 'back' && zoneOnFront))
  return [...new Set([...ofSides, ...REQUIRED_OF_SELFIE, 'face_match' as const])]
}
