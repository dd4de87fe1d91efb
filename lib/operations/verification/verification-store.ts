// Stores a check of identity: plan and readings, sealed under a key of this check alone; frame-store.ts has its frames.

import { randomBytes } from 'node:crypto'
import { seal } from '../../crypto/envelope'
import { documentSides, type Accommodation, type DocumentSide, type DocumentType, type Movement } from '../../domain/capture'
import type { Decision, DecisionReason } from '../../domain/decision'
import type { NameMatch } from '../../domain/name-match'
import { Problem } from '../../domain/problem'
import type { Verification } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { openSealed } from '../kernel/integrity'
import { openColumn, sealColumn } from '../kernel/sealed-columns'
import type { ChipReading, SideReading, Verdict } from '../../identity/check'
import type { Embedding } from '../../identity/face/embedding'
import type { CaptureSignal } from '../../identity/liveness/capture-signals'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { IdentityAnalysis } from '../kernel/identity-analysis'

/**
 * `shownAt`: when the page asked for the movement, on the clock of its frames. `givenAt`: since when the page is told nonce and movement, in
 * milliseconds of the server's clock; absent in plans of before.
 */
export type SidePlan = { side: DocumentSide; nonce: string; movement: Movement; shownAt?: number | null; givenAt?: number }
/**
 * `starts`: how often the selfie was begun, each time with new challenges. `selfieBy`: the session that makes it, from its first challenge
 * on; absent before, and in plans of before. `accommodation`: a still picture, about which a person decides. `signals`: those of its camera,
 * once it is submitted.
 */
export type SelfiePlan = {
  challenges: readonly PlannedChallenge[]
  starts: number
  selfieBy?: string
  accommodation?: Accommodation | null
  signals?: readonly CaptureSignal[]
}
/** `again`: a selfie that another session has begun after the first one was submitted. It takes the place of the first when it is submitted. */
export type VerificationPlan = SelfiePlan & { sides: readonly SidePlan[]; again?: SelfiePlan }
export type VerificationResult = {
  sides: readonly SideReading[]
  chip?: ChipReading
  selfie?: SelfieReading
  verdict?: Verdict
  names?: NameMatch
  decided?: PersonDecided
}
/** What a person has decided. `faces`: of the selfie that they saw, with which a later one is compared. */
type PersonDecided = {
  decision: Decision
  reasons: readonly DecisionReason[]
  note: string | null
  at: string
  by: string | null
  faces: readonly Embedding[]
}

type StoredBytes = Uint8Array<ArrayBuffer>
type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>

/** The row of a check that the evidence names, as the product wrote it. */
export async function checkRow(context: Needs, db: Tx, id: string): Promise<Verification> {
  return requireWhole(context, 'verification', await db.verification.findUniqueOrThrow({ where: { id } }))
}

/** `uncompared`: no software compares the face, so a still picture is enough. */
export function newPlan(
  identity: IdentityAnalysis,
  documentType: DocumentType,
  { camera, uncompared, now }: { camera: boolean; uncompared: boolean; now: Date },
): VerificationPlan {
  return {
    sides: documentSides(documentType).map((side) => newSidePlan(identity, side, now)),
    challenges: identity.planChallenges({ camera, still: uncompared }),
    starts: 1,
    ...(uncompared ? { accommodation: 'no_comparison' as const } : {}),
  }
}

/** Of a selfie that no document goes with. */
export function selfiePlan(identity: IdentityAnalysis, { camera }: { camera: boolean }): VerificationPlan {
  return { sides: [], challenges: identity.planChallenges({ camera }), starts: 1 }
}

/** The selfie that is being made. */
export function selfieOf({ sides: _, again, ...first }: VerificationPlan): SelfiePlan {
  return again ?? first
}

export function withSelfie(plan: VerificationPlan, selfie: SelfiePlan): VerificationPlan {
  return plan.again ? { ...plan, again: selfie } : { ...plan, ...selfie }
}

/** What was judged before stays what it was until this moment: a selfie that was only begun changes nothing of it. */
export function withSubmitted({ again, ...plan }: VerificationPlan, signals: readonly CaptureSignal[]): VerificationPlan {
  return { ...plan, ...again, signals }
}

export function newSidePlan(identity: IdentityAnalysis, side: DocumentSide, now: Date): SidePlan {
  return { side, nonce: randomBytes(16).toString('base64url'), movement: identity.planMovement(), givenAt: now.getTime() }
}

/** A fresh key, wrapped: store it as `Verification.key`. Deleting it shreds all that was sealed with it. */
export function newVerificationKey(context: Needs, id: string): StoredBytes {
  return sealColumn(context.secrets, 'verificationKey', id, randomBytes(32))
}

export type Keyed = Pick<Verification, 'id' | 'key'>

export function sealPlan(context: Needs, verification: Keyed, plan: VerificationPlan): StoredBytes {
  return sealJson(context, verification, 'plan', plan)
}

export function openPlan(context: Needs, verification: Keyed & Pick<Verification, 'plan'>): VerificationPlan {
  return openJson(context, verification, 'plan', verification.plan) as VerificationPlan
}

export function sealResult(context: Needs, verification: Keyed, result: VerificationResult): StoredBytes {
  return sealJson(context, verification, 'result', result)
}

/** Null once the retention is over. */
export function openResult(context: Needs, verification: Keyed & Pick<Verification, 'result'>): VerificationResult | null {
  if (!verification.key) return null
  return verification.result ? (openJson(context, verification, 'result', verification.result) as VerificationResult) : { sides: [] }
}

function sealJson(context: Needs, verification: Keyed, part: string, value: unknown): StoredBytes {
  return new Uint8Array(seal(keyOf(context, verification), Buffer.from(JSON.stringify(value)), `${part} of ${verification.id}`))
}

function openJson(context: Needs, verification: Keyed, part: string, sealed: Uint8Array): unknown {
  return JSON.parse(openSealed(context, keyOf(context, verification), sealed, `${part} of ${verification.id}`).toString('utf8'))
}

export function keyOf(context: Needs, { id, key }: Keyed): Uint8Array {
  if (!key) throw new Problem('NOT_FOUND.pictures_destroyed')
  return openColumn(context, 'verificationKey', id, key)
}
